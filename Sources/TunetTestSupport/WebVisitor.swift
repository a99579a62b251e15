import Foundation
import Glibc
import Synchronization

/// A browser without a screen, for tests of pages: raw HTTP/1.1 over a socket of its own, so that it can also send what no
/// library would; keeps cookies, and finds forms and their fields as they stand in the page.
package final class WebVisitor: Sendable {
    package struct Answer: Sendable {
        package var status: Int
        /// By lower-case name; several values in their order.
        package var headers: [String: [String]]
        package var body: String

        package func header(_ name: String) -> String? { headers[name.lowercased()]?.first }
    }

    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package let port: Int
    private let cookies = Mutex<[String: String]>([:])

    package init(port: Int) { self.port = port }

    package var origin: String { "http://127.0.0.1:\(port)" }

    package var jar: [String: String] {
        get { cookies.withLock { $0 } }
        set { cookies.withLock { $0 = newValue } }
    }

    package func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await ask("GET", path, headers: headers, body: nil)
    }

    /// - Parameter headers: besides `Origin`, which is that of the page unless it is given here.
    package func post(
        _ path: String, _ fields: [(String, String)], headers: [(String, String)] = []
    ) async throws -> Answer {
        let body = fields.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&")
        var all = headers
        if !all.contains(where: { $0.0 == "Origin" }) { all.append(("Origin", origin)) }
        all.append(("Content-Type", "application/x-www-form-urlencoded"))
        return try await ask("POST", path, headers: all, body: body)
    }

    /// Sends the form of the page that has a field of this value, as a browser would.
    ///
    /// - Parameter fields: what a person writes and chooses; hidden fields come from the page.
    package func send(
        _ page: Answer, form part: String, _ fields: [(String, String)] = []
    ) async throws -> Answer {
        guard let form = Self.forms(in: page.body).first(where: { $0.contains(part) }) else {
            throw Failure(description: "no form has \(part): \(page.body)")
        }
        guard let action = Self.attribute("action", of: form) else {
            throw Failure(description: "a form without action")
        }
        let hidden = form.components(separatedBy: "<input ").dropFirst().filter { $0.contains("type=\"hidden\"") }
        let own = hidden.compactMap { input -> (String, String)? in
            guard let name = Self.attribute("name", of: input) else { return nil }
            return (name, Self.plain(Self.attribute("value", of: input) ?? ""))
        }
        return try await post(action, own.filter { name, _ in !fields.contains { $0.0 == name } } + fields)
    }

    /// Follows an answer that leads elsewhere.
    package func follow(_ answer: Answer) async throws -> Answer {
        guard (300..<400).contains(answer.status), let path = answer.header("location") else { return answer }
        return try await get(path)
    }

    package static func forms(in html: String) -> [String] {
        html.components(separatedBy: "<form ").dropFirst().map { $0.components(separatedBy: "</form>")[0] }
    }

    package static func attribute(_ name: String, of text: String) -> String? {
        let parts = text.components(separatedBy: "\(name)=\"")
        return parts.count > 1 ? parts[1].components(separatedBy: "\"")[0] : nil
    }

    private static func plain(_ text: String) -> String {
        text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&amp;", with: "&")
    }

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    // MARK: - HTTP

    private func ask(_ method: String, _ path: String, headers: [(String, String)], body: String?) async throws
        -> Answer
    {
        var lines = ["\(method) \(path) HTTP/1.1"]
        if !headers.contains(where: { $0.0 == "Host" }) { lines.append("Host: 127.0.0.1:\(port)") }
        lines += headers.map { "\($0.0): \($0.1)" }
        let kept = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if !kept.isEmpty, !headers.contains(where: { $0.0 == "Cookie" }) { lines.append("Cookie: \(kept)") }
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        lines.append("Connection: close")
        let answer = try Self.answer(from: try await raw(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")))
        for cookie in answer.headers["set-cookie"] ?? [] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies.withLock { $0[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1]) }
        }
        return answer
    }

    /// What comes back for these bytes until the server ends, or `enough` is there. On a thread of its own: it waits.
    package func raw(_ text: String, until enough: String? = nil) async throws -> String {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.exchange(text, port: port, until: enough) })
            }
        }
    }

    private static func exchange(_ text: String, port: Int, until enough: String?) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Failure(description: "nobody listens at \(port)") }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server may end before it has read everything, and have answered all the same.
            guard sent > 0 else { break }
            rest = rest.dropFirst(sent)
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            if let enough, String(decoding: bytes, as: UTF8.self).contains(enough) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func answer(from text: String) throws -> Answer {
        guard let end = text.range(of: "\r\n\r\n"), text.hasPrefix("HTTP/1.1 "),
            let status = Int(text.dropFirst(9).prefix(3))
        else { throw Failure(description: "no answer: \(text.prefix(200))") }
        var headers: [String: [String]] = [:]
        for line in text[..<end.lowerBound].components(separatedBy: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased(), default: []].append(parts[1].trimmingCharacters(in: .whitespaces))
        }
        return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
    }
}
