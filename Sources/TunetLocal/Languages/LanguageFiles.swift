#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where catalogues are found.
package enum LanguageFiles {
    /// Languages beyond those that are built in: one file each, named as its ISO 639 code, such as `se.toml`.
    /// The environment's `TUNET_LANGUAGES` names another folder.
    package static let folder = ProcessInfo.processInfo.environment["TUNET_LANGUAGES"] ?? "/etc/tunet/languages"

    /// The codes of all languages, those that are built in first.
    package static let codes: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let added = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
        return builtInCodes + added.filter { !builtInCodes.contains($0) && isCode($0) }
    }()

    package static let builtInCodes = ["nb", "nn", "en"]

    /// Where to put the file of a language that is not known, such as `/etc/tunet/languages/se.toml`.
    package static func place(of code: String) -> String { "\(folder)/\(isCode(code) ? code : "se").toml" }

    private static func bytes(_ code: String) -> [UInt8]? {
        switch code {
        case "nb": PackageResources.nb_toml
        case "nn": PackageResources.nn_toml
        case "en": PackageResources.en_toml
        default: nil
        }
    }

    /// Far more than all texts of Tunet have.
    static let mostBytes = 1 << 18

    /// What a further language starts from: the file of English.
    package static var template: String { String(decoding: PackageResources.en_toml, as: UTF8.self) }

    /// - Throws: ``CatalogueContents/Mistake``.
    static func contents(of code: String) throws(CatalogueContents.Mistake) -> CatalogueContents {
        if let bytes = bytes(code) { return try CatalogueContents(toml: String(decoding: bytes, as: UTF8.self)) }
        guard isCode(code) else {
            throw CatalogueContents.Mistake(description: "\"\(code)\" is no code of a language.")
        }
        return try contents(ofFile: "\(folder)/\(code).toml")
    }

    /// - Throws: ``CatalogueContents/Mistake``, also for a file that can't be read.
    static func contents(ofFile path: String) throws(CatalogueContents.Mistake) -> CatalogueContents {
        let bytes: [UInt8]
        do throws(BoundedFile.Failure) {
            bytes = try BoundedFile.read(path, limit: mostBytes)
        } catch {
            throw CatalogueContents.Mistake(description: "The file can't be read: \(error.message).")
        }
        guard let toml = String(validating: bytes, as: UTF8.self) else {
            throw CatalogueContents.Mistake(
                description: "The file has bytes that are not UTF-8; save it as UTF-8 text.")
        }
        return try CatalogueContents(toml: toml)
    }

    static func isCode(_ text: String) -> Bool {
        (2...3).contains(text.utf8.count) && text.utf8.allSatisfy { (97...122).contains($0) }
    }
}
