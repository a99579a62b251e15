/// The machine itself, as the people at the place see it.
extension NodeStatus {
    package struct PowerStatus: Codable, Sendable, Equatable {
        /// Whether the supply is too weak just now.
        package var underVoltage: Bool

        package init(underVoltage: Bool) { self.underVoltage = underVoltage }
    }

    /// The disk that holds the data folder.
    package struct DiskStatus: Codable, Sendable, Equatable {
        /// In units of 1,000,000 bytes, as cards are sold.
        package var freeMegabytes: Int
        package var totalMegabytes: Int
        /// How much of the store's quota is used, 0 to 100 and more.
        package var quotaPercent: Int

        package init(freeMegabytes: Int, totalMegabytes: Int, quotaPercent: Int) {
            self.freeMegabytes = freeMegabytes
            self.totalMegabytes = totalMegabytes
            self.quotaPercent = quotaPercent
        }
    }

    package struct TimeStatus: Codable, Sendable, Equatable {
        /// As ``ClockStatus/Source`` names it; nil while the boot is not dated.
        package var quality: String?
        /// The local day, ISO 8601; nil while the boot is not dated.
        package var day: String?

        package init(quality: String?, day: String?) {
            self.quality = quality
            self.day = day
        }
    }

    /// A session of today.
    package struct SessionToday: Codable, Sendable, Equatable {
        package var id: String
        package var name: String
        /// Local time, `HH:MM`; the end of a day is `24:00`.
        package var from: String
        package var to: String
        package var isNow: Bool

        package init(id: String, name: String, from: String, to: String, isNow: Bool) {
            self.id = id
            self.name = name
            self.from = from
            self.to = to
            self.isNow = isNow
        }
    }
}
