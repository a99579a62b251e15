import TunetLocal
import TunetStore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What the machine tells of its supply and its disk.
enum MachineCondition {
    /// Where the kernel keeps its sensors (Documentation/hwmon/sysfs-interface).
    static let voltageFolder = "/sys/class/hwmon"
    /// Sensors that are looked at, at most.
    private static let mostSensors = 32

    /// Whether the supply of a Raspberry Pi is too weak just now: the kernel's driver `raspberrypi-hwmon` is named
    /// `rpi_volt`, and raises `in0_lcrit_alarm` at less than 4.63 V.
    ///
    /// - Returns: nil on machines that don't tell.
    static func power(in folder: String) -> NodeStatus.PowerStatus? {
        for number in 0..<mostSensors {
            let sensor = "\(folder)/hwmon\(number)"
            guard text(sensor + "/name") == "rpi_volt", let alarm = text(sensor + "/in0_lcrit_alarm") else { continue }
            switch alarm {
            case "0": return NodeStatus.PowerStatus(underVoltage: false)
            case "1": return NodeStatus.PowerStatus(underVoltage: true)
            default: continue
            }
        }
        return nil
    }

    /// Files in /sys say that they have 4096 bytes, whatever they hold.
    private static func text(_ path: String) -> String? {
        guard let bytes = try? BoundedFile.read(path, limit: 4096) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
    }

    /// - Returns: nil if the folder can't be asked.
    static func disk(of folder: String) -> NodeStatus.DiskStatus? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        // What only root may use is not free for the service.
        return NodeStatus.DiskStatus(
            freeMegabytes: megabytes(UInt64(status.f_bavail), unit),
            totalMegabytes: megabytes(UInt64(status.f_blocks), unit), quotaPercent: StoreQuota.percent(of: folder))
    }

    private static func megabytes(_ blocks: UInt64, _ unit: UInt64) -> Int {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: unit)
        return overflow ? Int(blocks / 1_000_000) : Int(bytes / 1_000_000)
    }
}
