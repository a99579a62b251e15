import Glibc

/// Reads the counter of `allocations.c`, which has to be preloaded.
struct AllocationCounter {
    private typealias Reader = @convention(c) () -> UInt64
    private let read: Reader

    init() throws(BenchmarkError) {
        guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "tunet_allocations") else {
            throw BenchmarkError("preload the library made of Tests/Benchmarks/allocations.c: LD_PRELOAD=…")
        }
        read = unsafeBitCast(symbol, to: Reader.self)
    }

    /// How often `body` calls malloc and its relatives.
    func during(_ body: () -> Void) -> UInt64 {
        let before = read()
        body()
        return read() - before
    }
}
