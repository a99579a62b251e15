@testable import TunetCore

/// The sampler of ``DiscreteLaplace`` once more, with faults that somebody could make. The proof has to see each of them.
struct FaultySampler {
    enum Fault: CaseIterable {
        /// Not a fault: shows that this copy is the same otherwise.
        case none
        case negativeZeroKept
        case negativeZeroBecomesPositive
        case loopStartsAtTwo
        case loopDividesByOneMore
        case loopCountsOneLess
        case numeratorAndDenominatorSwapped
        case remainderUpToDenominator
        case onlyTheCoinIsThrownAgain
        case wholesStartAtOne
        case wholesOfHalfTheWeight
        case roundedBeforeAdding
        case roundedUp
        case signMoreOftenNegative
    }

    var fault: Fault
    var numerator: UInt64
    var denominator: UInt64

    func attempt<Source: UniformSource>(from source: inout Source) throws(Source.Failure) -> Int64? {
        let (p, q) = fault == .numeratorAndDenominatorSwapped ? (denominator, numerator) : (numerator, denominator)
        let remainder = try source.below(fault == .remainderUpToDenominator ? q + 1 : q)
        while !(try bernoulliExp(min(remainder, q), q, from: &source)) {
            if fault != .onlyTheCoinIsThrownAgain { return nil }
        }
        var wholes: UInt64 = fault == .wholesStartAtOne ? 1 : 0
        while try bernoulliExp(1, fault == .wholesOfHalfTheWeight ? 2 : 1, from: &source) { wholes += 1 }
        let magnitude =
            switch fault {
            case .roundedBeforeAdding: remainder / p + q * wholes / p
            case .roundedUp: (remainder + q * wholes + p - 1) / p
            default: (remainder + q * wholes) / p
            }
        let isNegative = fault == .signMoreOftenNegative ? try source.chance(2, of: 3) : try source.chance(1, of: 2)
        if isNegative, magnitude == 0 {
            switch fault {
            case .negativeZeroKept: return 0
            case .negativeZeroBecomesPositive: return 1
            default: return nil
            }
        }
        return isNegative ? -Int64(magnitude) : Int64(magnitude)
    }

    private func bernoulliExp<Source: UniformSource>(
        _ n: UInt64, _ d: UInt64, from source: inout Source
    ) throws(Source.Failure) -> Bool {
        var k: UInt64 = fault == .loopStartsAtTwo ? 2 : 1
        while try source.chance(n, of: fault == .loopDividesByOneMore ? d * (k + 1) : d * k) { k += 1 }
        return k % 2 == (fault == .loopCountsOneLess ? 0 : 1)
    }
}
