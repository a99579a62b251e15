internal import TunetCore

extension ConfigurationReader {
    /// Who is responsible; nil where nobody is named.
    static func readController(_ root: ConfigurationTable) -> Controller? {
        guard let table = root.table("controller") else { return nil }
        table.allow(["name", "contact", "data_protection_officer", "purpose"])
        return Controller(
            name: table.words("name"), contact: table.words("contact"),
            dataProtectionOfficer: table.values["data_protection_officer"].map { _ in
                table.words("data_protection_officer")
            },
            purpose: table.values["purpose"].map { _ in readText("purpose", of: table) })
    }
}
