/// Who is responsible for what a place counts, in the words of the General Data Protection Regulation, article 4 (7).
package struct Controller: Sendable, Equatable {
    /// The organisation.
    package var name: String
    /// An e-mail address, a telephone number or a postal address that people can use.
    package var contact: String
    /// How to reach the data protection officer; nil if there is none.
    package var dataProtectionOfficer: String?
    /// What the place counts for; nil for a general text.
    package var purpose: LocalizedText?

    package init(
        name: String, contact: String, dataProtectionOfficer: String? = nil, purpose: LocalizedText? = nil
    ) {
        self.name = name
        self.contact = contact
        self.dataProtectionOfficer = dataProtectionOfficer
        self.purpose = purpose
    }
}
