import Testing
import TunetCore
import TunetLocal

@testable import TunetNode

@Suite("Configuration of the page for volunteers")
struct ConfigurationVolunteersTests {
    private static let hash = "pbkdf2-sha256$1000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    private func read(_ table: String) throws -> VolunteerAccess {
        try ConfigurationReader.read(toml: ConfigurationSample.text + "\n" + table, file: "place.toml").volunteers
    }

    @Test("Without the table only the machine itself may look, and nobody may do anything")
    func standard() throws {
        #expect(try read("") == VolunteerAccess(pinHash: nil, network: .loopback, names: []))
        #expect(try read("[volunteers]") == VolunteerAccess())
    }

    @Test func everythingIsRead() throws {
        let read = try read(
            "[volunteers]\npin_hash = \"\(Self.hash)\"\nnetwork = \"local\"\nnames = [\"tunet.local\", \"huset\"]")
        #expect(read == VolunteerAccess(pinHash: Self.hash, network: .local, names: ["tunet.local", "huset"]))
    }

    @Test(
        "A mistake says what is allowed",
        arguments: [
            ("pin_hash = \"2719\"", "volunteers.pin_hash", "never the PIN itself"),
            ("pin_hash = 2719", "volunteers.pin_hash", "what “tunet pin” prints"),
            ("pin = \"2719\"", "volunteers.pin", "allowed are pin_hash, network, names"),
            ("network = \"local\"", "volunteers.pin_hash", "needed for network = \"local\""),
            ("network = \"internet\"", "volunteers.network", "allowed are loopback, local"),
            ("names = [\"Tunet.local\"]", "volunteers.names[0]", "in small letters"),
            ("names = [\"tunet.local:8481\"]", "volunteers.names[0]", "without port"),
            ("names = \"tunet.local\"", "volunteers.names", "a list of names"),
        ])
    func mistakes(_ line: String, _ key: String, _ words: String) {
        do {
            let read = try read("[volunteers]\n\(line)")
            Issue.record("\(read) should have been refused")
        } catch let error as ConfigurationError {
            #expect(error.mistakes.map(\.key) == [key])
            #expect(error.mistakes.first?.message.contains(words) == true, "\(error)")
            #expect(!"\(error)".contains("is 2719"))
        } catch {
            Issue.record(error)
        }
    }
}
