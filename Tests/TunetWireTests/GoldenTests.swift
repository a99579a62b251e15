import Foundation
import Testing
import TunetWire

/// A message as version 1 of the format wrote it. If one of these tests fails, devices in the field and their frozen
/// batches no longer understand the collector: a new version is needed, not new bytes here.
enum Golden {
    static let json = #"""
        {"epoch":"00112233445566778899aabbccddeeff","names":{"panels":{},"questions":{"trivsel":{"options":[\#
        {"id":"bra","text":{"nb":"Bra / fint"}}],"text":{"nb":"Hva \"synes\" du?"}}},"sessions":{"a10":"10","a9":"9","kafe\#
        ":"Seniorkafé"}},"place":"p-7","releases":[{"epsilon":"1/1","measure":"entries","observed":7200,"per\#
        iod":"2026-11-02","scheduled":7200,"seq":1,"session":"kafe","value":-3},{"epsilon":"1/2","measure":"\#
        presses","observed":0,"option":"bra","period":"2026-W45","question":"trivsel","scheduled":7200,"seq"\#
        :2,"session":"all","value":12}],"software":"0.1.0","v":1}
        """#
    /// Base64 of ``Fixture/payload``, sealed with ``Fixture/key(_:)``.
    static let message = """
        VFVORVQtQkFUQ0ggMQp7ImVwb2NoIjoiMDAxMTIyMzM0NDU1NjY3Nzg4OTlhYWJiY2NkZGVlZmYiLCJmaXJzdCI6MSwibGFzdCI6\
        MiwicGxhY2UiOiJwLTciLCJzaGEyNTYiOiI5NTQ1YWVkNzU1MjE1NTcyNTJiMjc4ZTczMTdkYTRlYzA1OGVmYTM3ZWI4MDkxMjQ5\
        YTM3Yjc0M2JlNGU3NGM0In0KZUd5aEVTaXByYXdmVE1oQlUyemNybUYwQnYvR0NIOTljRlBoSDhMRXZKbEpLYW8xS3VxdXphcnhx\
        U292U1hYbDVGQUxGQVgxbXJpVTR2TUYrY202QlE9PQp42nWRz07DMAzGX6Xyud2S7E/pLkicuHPgwDi4ratFZEmXtAU09YF4Dl4M\
        Z2Mbm8Slcv19sX+290CtqzawAiGkVGo2m88Xi+Uyz+/uigKxLKuqromaBlKwuKUAqz20aMnEaExh11PotLMHofN6CGRi6Nrf7Mse\
        dM0NSo9co6OPLsq25NSDx2SaNNp2MI6vN+LjgMkawqelsIak7u/Zw/0ChXBqh1KwkT8pYMFRwcEbNsThE1ntPP98f0F81hqsYr7N\
        cjZ5MoSBjnTUBm2cjZWmksUtS72PZrI8ELtScGUgPxDPkSshuBx57eJUSqhlJmUmFLtCtaG6NxdboB2s5Bma/Qe8FAY0PXfIZmN6\
        DaCuAFrPD28AuOxxt+edXsM8zxdwOQtnT0f5j0/95UNjLnhSxasE13TveOAREzmJ2x5YG38AEqawMg==
        """
}

@Suite("Golden message")
struct GoldenTests {
    @Test func isStillUnderstood() throws {
        let bytes = try #require(Data(base64Encoded: Golden.message))
        let batch = try SealedBatch(parsing: Array(bytes))
        #expect(batch.header.place == "p-7")
        #expect(batch.header.epoch == "00112233445566778899aabbccddeeff")
        #expect((batch.header.first, batch.header.last) == (1, 2))
        #expect(try batch.open(BatchPayload.self, key: Fixture.key().verifyingKey) == Fixture.payload)
    }

    /// Version 2 for what version 1 does not know, and for nothing else.
    @Test(arguments: [("entries", 1), ("passages", 1), ("misuse", 1), ("checked_by_hand", 2), ("checked_by_sensor", 2)])
    func aBatchSaysTheLowestVersionThatKnowsIt(_ measure: String, _ version: Int) throws {
        var payload = Fixture.payload
        payload.releases[1].measure = measure
        let made = BatchPayload(
            place: payload.place, epoch: payload.epoch, software: payload.software, names: payload.names,
            releases: payload.releases)
        #expect(made.v == version)
        #expect(try CanonicalJSON.encode(made).suffix(7) == Array(#","v":\#(version)}"#.utf8).suffix(7))
    }

    @Test func whatWasStoppedNeedsVersion4() throws {
        let stopped = StoppedMeasure(year: 2026, measure: "presses", question: "trivsel", ceiling: 400, leaves: 12)
        let payload = BatchPayload(
            place: "p", epoch: "e", software: "s", names: .init(), releases: [], stopped: [stopped])
        #expect(payload.v == 4)
        let bytes = try CanonicalJSON.encode(payload)
        #expect(
            String(decoding: bytes, as: UTF8.self).hasSuffix(
                #""stopped":[{"ceiling":400,"leaves":12,"measure":"presses","question":"trivsel","year":2026}],"v":4}"#)
        )
        #expect(try CanonicalJSON.decode(BatchPayload.self, from: bytes) == payload)
    }

    @Test func aSessionWithoutADateNeedsVersion3() throws {
        var releases = Fixture.payload.releases
        releases[0].session = "uncertain"
        releases[1].measure = "checked_by_hand"
        #expect(BatchPayload(place: "p", epoch: "e", software: "s", names: .init(), releases: releases).v == 3)
    }

    /// The compressed body may differ between versions of zlib; what is said about it may not.
    @Test func beginsWithTheSameLines() throws {
        let lines = try Fixture.batch().bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 3)
        let hash = try Fixture.batch().header.sha256
        #expect(String(decoding: lines[0], as: UTF8.self) == "TUNET-BATCH 1")
        #expect(
            String(decoding: lines[1], as: UTF8.self)
                == #"{"epoch":"00112233445566778899aabbccddeeff","first":1,"last":2,"place":"p-7","sha256":"\#(hash)"}"#
        )
    }
}
