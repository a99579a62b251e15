extension NodeStatus {
    /// How many people are at the place. Live, and for the people there only.
    package struct OccupancyStatus: Codable, Sendable, Equatable {
        /// Why it can't be told.
        package enum Obstacle: String, Codable, Sendable, CaseIterable {
            /// A door does not tell in from out.
            case undirectedDoor = "undirected_door"
            /// No door counts those who come.
            case noWayIn = "no_way_in"
            /// No door counts those who leave.
            case noWayOut = "no_way_out"
            /// What was counted since the reset has been released and destroyed.
            case countsDestroyed = "counts_destroyed"
        }

        package struct Count: Codable, Sendable, Equatable {
            /// What people see: at least 0.
            package var present: Int
            /// Between what the truth lies, at least 0.
            package var low: Int
            package var high: Int
            /// As counted; below 0 where somebody who came was missed.
            package var raw: Int
            /// Minutes since the reset in which a door was not observed, in steps of 15; of several doors the most.
            package var unobservedMinutes: Int

            package init(present: Int, low: Int, high: Int, raw: Int, unobservedMinutes: Int) {
                self.present = present
                self.low = low
                self.high = high
                self.raw = raw
                self.unobservedMinutes = unobservedMinutes
            }
        }

        package struct Reset: Codable, Sendable, Equatable {
            /// Local day, ISO 8601.
            package var day: String
            /// Local time, as scheduled, `HH:MM`.
            package var time: String
            /// How many people were there then.
            package var value: Int

            package init(day: String, time: String, value: Int) {
                self.day = day
                self.time = time
                self.value = value
            }
        }

        /// Nil where it can't be told.
        package var count: Count?
        package var obstacle: Obstacle?
        /// Names of the doors that are the obstacle.
        package var doors: [String]
        /// The latest reset; nil while people are counted since the boot, from 0.
        package var reset: Reset?

        package init(count: Count?, obstacle: Obstacle? = nil, doors: [String] = [], reset: Reset?) {
            self.count = count
            self.obstacle = obstacle
            self.doors = doors
            self.reset = reset
        }
    }

    /// People present, at least 0; nil if it can't be told.
    package var present: Int? { occupancy?.count?.present }
}
