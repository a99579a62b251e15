import Foundation
import Testing
import TunetWire

/// A message as version 1 of the format wrote it. If one of these tests fails, devices in the field and their frozen
/// batches no longer understand the collector: a new version is needed, not new bytes here.
enum Golden {
    static let json = #"""
        {"epoch":"00112233445566778899aabbccddeeff","names":{"panels":{},"questions":{"trivsel":{"options":{\#
        "bra":{"nb":"Bra / fint"}},"text":{"nb":"Hva \"synes\" du?"}}},"sessions":{"a10":"10","a9":"9","kafe\#
        ":"Seniorkafé"}},"place":"p-7","releases":[{"epsilon":"1/1","measure":"entries","observed":7200,"per\#
        iod":"2026-11-02","scheduled":7200,"seq":1,"session":"kafe","value":-3},{"epsilon":"1/2","measure":"\#
        presses","observed":0,"option":"bra","period":"2026-W45","question":"trivsel","scheduled":7200,"seq"\#
        :2,"session":"all","value":12}],"software":"0.1.0","v":1}
        """#
    /// Base64 of ``Fixture/payload``, sealed with ``Fixture/key(_:)``.
    static let message = """
        VFVORVQtQkFUQ0ggMQp7ImVwb2NoIjoiMDAxMTIyMzM0NDU1NjY3Nzg4OTlhYWJiY2NkZGVlZmYiLCJmaXJzdCI6MSwibGFzdCI6\
        MiwicGxhY2UiOiJwLTciLCJzaGEyNTYiOiIzYzNhM2M3YTZkYmMyOTNmN2UxNjdkNTJlNzk4ZDk0MzI0OWYwNDhjZjMwYmNlMmIw\
        ZDY0OTllYzc0YzFjNmM1In0KUGwxb0NTZ3NPejlvUEw3NlJOS2tOc0JsQmFLZ0ZlVTZvckJTUDdQcnEyRzRXNFdCLzRCWHgyeGZD\
        enNSTTkyS20zYlFKTWxCdjc2a29EWGIyNkR6Qnc9PQp42nWRTW6DMBCFr4JmDYnt/BDYVOqq+y66aLoYYFBQHZvYQFtFHKjn6MU6\
        pkrSRMoGxvOenz+Pj0CtLXeQgxBSKrVYLJer1XqdpptNliEWRVlWFVFdQwwG9+QhP0KLhnSoxhgOPfmusWYSOtcMnnQobXvuFg7D\
        zxR8zKPDaB7Vjelg5N0dfXZn7WnAaAv+y5DfQlT1D2xhjyfvT1EoBRv5EwNmXGVcvGNNXD6Taazjxc/3FN1qLEO/TVI2OdKEPuC/\
        HvnOvtHWhKS5ZHHPUu+CmQxfgV0x2MKTG6iCPFVCcBy5xvIKlFDrRMpEKHb5ckdVry82TwfI5Rma/RNeDAPqnk9IFmN8DaCuAFrH\
        G28AOPZvmqyHWd7CvCxXcHkI7p6e4R6f+s+HWl/wpBrfWLR194ETj5jJWZj2wNr4C6Urq/o=
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
