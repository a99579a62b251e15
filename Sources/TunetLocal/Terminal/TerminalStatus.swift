#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the running service says, as the terminal reads it: the status, and what only some services say.
package struct TerminalStatus: Sendable, Equatable {
    package var node: NodeStatus
    package var more: More

    package init(node: NodeStatus, more: More = More()) {
        self.node = node
        self.more = more
    }

    /// - Throws: what the decoder says of bytes that are no status.
    package init(json: [UInt8]) throws {
        node = try NodeStatus(json: json)
        // A service that is newer may say these otherwise; its counts are shown all the same.
        more = (try? LocalJSON.decode(More.self, from: json)) ?? More()
    }

    /// What is not said by every service. Each part stands for itself: one that can't be read leaves the others alone.
    package struct More: Decodable, Sendable, Equatable {
        package struct Power: Codable, Sendable, Equatable {
            package var underVoltage: Bool
        }

        package struct Disk: Codable, Sendable, Equatable {
            package var freeMegabytes: Int?
            package var totalMegabytes: Int?
            /// How much of the room that Tunet may take it has taken.
            package var quotaPercent: Int?
        }

        package struct Clock: Codable, Sendable, Equatable {
            package var quality: String?
        }

        package struct Session: Codable, Sendable, Equatable {
            package var id: String
            package var name: String
            /// Local times, `HH:MM`.
            package var from: String?
            package var to: String?
            package var isNow: Bool?
        }

        private struct Mark: Codable { var acknowledged: Bool? }

        private struct Marks: Codable {
            var id: String
            var health: [Mark]
        }

        package var power: Power?
        package var disk: Disk?
        package var clock: Clock?
        /// Local day, ISO 8601.
        package var lastContact: String?
        package var sessionsToday: [Session]?
        /// Which of the troubles of a door or panel, by id, somebody has seen; those of the device by the empty id.
        package var acknowledged: [String: [Bool]] = [:]

        package init() {}

        private enum Key: String, CodingKey {
            case power, disk, clock, lastContact, sessionsToday, doors, panels, health
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            func read<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
                try? values.decodeIfPresent(type, forKey: key)
            }
            power = read(Power.self, .power)
            disk = read(Disk.self, .disk)
            clock = read(Clock.self, .clock)
            lastContact = read(String.self, .lastContact)
            sessionsToday = read([Session].self, .sessionsToday)
            for marks in (read([Marks].self, .doors) ?? []) + (read([Marks].self, .panels) ?? []) {
                acknowledged[marks.id] = marks.health.map { $0.acknowledged ?? false }
            }
            acknowledged[""] = (read([Mark].self, .health) ?? []).map { $0.acknowledged ?? false }
        }
    }

    /// One trouble of a door, a panel or the device.
    package struct Problem: Sendable, Equatable {
        /// Nil for the device itself.
        package var source: String?
        package var name: String
        package var health: NodeStatus.HealthStatus
        package var isAcknowledged: Bool

        /// What tells it from the others.
        var id: String { "\(source ?? "")/\(health.kind)/\(health.beam ?? "")" }
    }

    /// Of a door or panel, or of the device if `source` is nil.
    func problems(of source: String?, name: String, _ health: [NodeStatus.HealthStatus]) -> [Problem] {
        let marks = more.acknowledged[source ?? ""] ?? []
        return health.enumerated().map { index, entry in
            Problem(
                source: source, name: name, health: entry,
                isAcknowledged: marks.indices.contains(index) && marks[index])
        }
    }

    /// Who has called for somebody and waits, with the name of the panel.
    var calls: [(panel: String, call: NodeStatus.CallStatus)] {
        callingPanels.flatMap { panel in (panel.calls ?? []).map { (panel.name, $0) } }
    }

    /// Panels at which somebody waits.
    var callingPanels: [NodeStatus.PanelStatus] { node.panels.filter { $0.calls?.isEmpty == false } }

    package var problems: [Problem] {
        node.doors.flatMap { problems(of: $0.id, name: $0.name, $0.health) }
            + node.panels.flatMap { problems(of: $0.id, name: $0.name, $0.health) }
            + problems(of: nil, name: node.name, node.health)
    }
}
