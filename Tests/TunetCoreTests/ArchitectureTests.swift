import Testing
import TunetTestSupport

@Suite("Architecture")
struct ArchitectureTests {
    /// What each module may import of the others of this package. DESIGN.md, section 2: imports go one way, and adapters
    /// never import each other.
    static let ours: [String: Set<String>] = [
        "TunetCore": [],
        "TunetWire": ["TunetCore", "CZlib"],
        "TunetGPIO": ["CTunetGPIO"],
        "TunetSQLite": ["CSQLite", "CTunetSQLite"],
        "TunetStore": ["TunetCore", "TunetWire", "TunetSQLite"],
        "TunetUplink": ["TunetCore", "TunetWire"],
        "TunetLocal": ["TunetCore"],
        "TunetLog": [],
        "TunetNode": [
            "CTunetProcess", "CTunetTerminal", "TunetCore", "TunetLog", "TunetWire", "TunetGPIO", "TunetStore",
            "TunetUplink", "TunetLocal",
        ],
        "TunetCollector": ["TunetCore", "TunetLog", "TunetWire", "TunetSQLite"],
        "TunetTestSupport": ["TunetCore"],
        "TunetSimulation": [
            "CSQLite", "TunetCore", "TunetWire", "TunetSQLite", "TunetStore", "TunetUplink", "TunetNode",
            "TunetCollector", "TunetTestSupport",
        ],
        "tunet": ["TunetNode"],
        "tunet-collector": ["TunetCollector"],
        "CTunetGPIO": [], "CTunetProcess": [], "CTunetSQLite": ["CSQLite"], "CTunetTerminal": [], "CLibgpiod": [],
        "CSQLite": [],
        "CZlib": [],
    ]

    /// Modules of others that only some of ours may import.
    static let reserved: [String: Set<String>] = [
        "AsyncHTTPClient": ["TunetUplink"], "Subprocess": ["TunetNode"], "CLibgpiod": ["CTunetGPIO"],
        "ArgumentParser": ["tunet", "tunet-collector", "tunet-simulate"],
    ]

    struct Import: Equatable {
        /// The first part of what is imported.
        var module: String
        /// What was written after `import`.
        var written: String
        /// Whether it stands in the `#else` of `#if canImport(FoundationEssentials)`.
        var isFallback = false
    }

    /// The imports of a Swift source.
    static func imports(of text: String) -> [Import] {
        var imports: [Import] = []
        var isEssentials = false
        var isFallback = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            switch words.first {
            case "#if": isEssentials = words.last == "canImport(FoundationEssentials)"
            case "#else": isFallback = isEssentials
            case "#elseif": isFallback = false
            case "#endif": (isEssentials, isFallback) = (false, false)
            default: break
            }
            while let first = words.first,
                first.hasPrefix("@") || ["package", "public", "internal", "fileprivate", "private"].contains(first)
            {
                words.removeFirst()
            }
            guard words.first == "import", words.count >= 2 else { continue }
            let module = words[words.count > 2 && !words[2].hasPrefix("//") ? 2 : 1]
            imports.append(
                Import(
                    module: String(module.split(separator: ".")[0]),
                    written: words.dropFirst().joined(separator: " "), isFallback: isFallback))
        }
        return imports
    }

    static func sources() throws -> [(path: String, module: String, text: String)] {
        try Repository.files(below: "Sources").filter { $0.hasSuffix(".swift") }.map {
            ($0, String($0.split(separator: "/")[1]), try Repository.text($0))
        }
    }

    @Test("Imports are found however they are written")
    func parser() {
        let text = """
            // import Nothing
            #if canImport(FoundationEssentials)
                internal import FoundationEssentials
            #else
                import Foundation
            #endif
            @preconcurrency public import NIOCore
            @testable import A.B  // because
            import func Glibc.exp
            important import
            import\tTabbed
            """
        #expect(
            Self.imports(of: text).map(\.module) == [
                "FoundationEssentials", "Foundation", "NIOCore", "A", "Glibc", "Tabbed",
            ])
        #expect(Self.imports(of: text).map(\.isFallback) == [false, true, false, false, false, false])
    }

    @Test("Imports go one way only")
    func oneWay() throws {
        let sources = try Self.sources()
        #expect(sources.count > 100)
        for (path, module, text) in sources {
            let allowed = try #require(Self.ours[module], "\(path): a module that these tests do not know")
            for found in Self.imports(of: text) {
                if Self.ours[found.module] != nil {
                    #expect(allowed.contains(found.module), "\(path) imports \(found.module)")
                }
                if let owners = Self.reserved[found.module] {
                    #expect(owners.contains(module), "\(path) imports \(found.module)")
                }
            }
        }
    }

    @Test("TunetCore has no I/O, no clock and no Foundation: it imports two functions of the C library")
    func pureCore() throws {
        for (path, module, text) in try Self.sources() where module == "TunetCore" {
            for found in Self.imports(of: text) {
                #expect(["func Glibc.exp", "func Glibc.sin"].contains(found.written), "\(path)")
            }
            for word in ["SystemRandomNumberGenerator", "ContinuousClock", "SuspendingClock", "Task.sleep", "print("] {
                #expect(!text.contains(word), "\(path) has \(word)")
            }
        }
    }

    @Test("Full Foundation is only where FoundationEssentials does not exist")
    func essentials() throws {
        // What only tests link never reaches a device.
        for (path, module, text) in try Self.sources() where !["TunetTestSupport", "TunetSimulation"].contains(module) {
            for found in Self.imports(of: text) where found.module == "Foundation" {
                #expect(found.isFallback, "\(path) imports Foundation, which pulls 45 MB of ICU onto the device")
            }
        }
    }

    @Test("Executables parse arguments and nothing else")
    func executables() throws {
        for (path, module, text) in try Self.sources() where ["tunet", "tunet-collector"].contains(module) {
            let own = module == "tunet" ? "TunetNode" : "TunetCollector"
            for found in Self.imports(of: text) {
                #expect(["ArgumentParser", "Glibc", own].contains(found.module), "\(path) imports \(found.module)")
            }
        }
    }

    @Test("Package.swift gives each module what it may import and no more of ours")
    func manifest() throws {
        let manifest = try Repository.text("Package.swift")
        for name in Self.ours.keys where !name.hasPrefix("C") || name.hasPrefix("CTunet") {
            let parts = manifest.split(separator: "name: \"\(name)\"", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count > 1, let block = parts.last?.split(separator: "name: \"", maxSplits: 1).first else {
                Issue.record("Package.swift has no target \(name)")
                continue
            }
            for other in Self.ours.keys where other != name && block.contains("\"\(other)\"") {
                let isAllowed = Self.ours[name]?.contains(other) == true || Self.reserved[other]?.contains(name) == true
                #expect(isAllowed, "\(name) depends on \(other)")
            }
        }
    }

    @Test("The top level holds what it should and nothing else")
    func topLevel() throws {
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "Firmware-config", "systemd", "README.md", "LICENSE",
            // Made by building and by the demo, and ignored by git.
            "Package.resolved", "tunet-demo",
        ]
        #expect(Set(try Repository.names(in: "")).subtracting(allowed).isEmpty)
        let ignored = try Repository.text(".gitignore").split(separator: "\n")
        #expect(ignored.contains("Package.resolved") && ignored.contains("tunet-demo/"))
    }

    @Test("No source is longer than 450 lines, and other texts stay readable")
    func lengths() throws {
        let data: Set = ["csv", "json"]
        for folder in ["Sources", "Tests"] {
            for path in try Repository.files(below: folder) {
                let ending = path.split(separator: ".").last.map(String.init) ?? ""
                // A catalogue has a line for each text of its language.
                guard !data.contains(ending), !path.contains("/Languages/") else { continue }
                let lines = try Repository.bytes(path).count { $0 == UInt8(ascii: "\n") }
                // A language is one file, with a line or two for each text.
                let most = ending == "swift" ? 450 : path.contains("/Languages/") ? 3000 : 600
                #expect(lines <= most, "\(path) has \(lines) lines")
            }
        }
    }

    @Test("Nothing in Sources is left for later")
    func nothingLeft() throws {
        let marks = ["TO" + "DO", "FIX" + "ME"]
        for path in try Repository.files(below: "Sources") where !path.hasSuffix(".csv") {
            let text = try Repository.text(path)
            for mark in marks { #expect(!text.contains(mark), "\(path) has a \(mark)") }
        }
    }
}
