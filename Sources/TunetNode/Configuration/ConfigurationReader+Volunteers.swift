internal import TunetCore
internal import TunetLocal

extension ConfigurationReader {
    /// The page for volunteers.
    static func readVolunteers(_ root: ConfigurationTable) -> VolunteerAccess {
        var access = VolunteerAccess()
        guard let table = root.table("volunteers") else { return access }
        table.allow(["pin_hash", "network", "names"])
        access.pinHash = table.parsed(
            "pin_hash", allowed: "what “tunet pin” prints, never the PIN itself"
        ) { PinHash($0) == nil ? nil : $0 }
        access.network = table.choice("network", default: access.network) ?? access.network
        let allowed = "a name of the machine on the local network, such as \"tunet.local\""
        for (name, path) in table.texts("names", allowed: "a list of names such as \"tunet.local\"", default: []) {
            if isName(name) {
                access.names.append(name)
            } else {
                table.context.report(
                    path, "found \"\(name)\"; allowed is \(allowed), in small letters and without port")
            }
        }
        if access.network == .local, access.pinHash == nil, table.values["pin_hash"] == nil {
            table.report("pin_hash", "found nothing; needed for network = \"local\" is what “tunet pin” prints")
        }
        return access
    }

    private static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
    }
}
