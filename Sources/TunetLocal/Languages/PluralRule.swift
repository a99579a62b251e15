/// Which form of a word goes with a number. Rules and categories are those of Unicode's CLDR, "Language Plural Rules", for
/// whole numbers.
package enum PluralRule: String, Sendable, CaseIterable {
    /// Bokmål, nynorsk, English, German, Somali, Tigrinya.
    case oneOther = "one-other"
    /// Northern, Lule and Southern Sámi.
    case oneTwoOther = "one-two-other"
    /// Ukrainian, Russian.
    case slavic = "one-few-many"
    /// Polish.
    case polish
    /// Arabic.
    case arabic
    /// Vietnamese, Thai.
    case none

    package enum Category: String, Sendable, CaseIterable {
        case zero, one, two, few, many, other
    }

    package func category(_ number: Int) -> Category {
        let count = number.magnitude
        let (tens, units) = (count % 100, count % 10)
        let isFew = (2...4).contains(units) && !(12...14).contains(tens)
        switch self {
        case .oneOther: return count == 1 ? .one : .other
        case .oneTwoOther: return count == 1 ? .one : count == 2 ? .two : .other
        case .slavic: return units == 1 && tens != 11 ? .one : isFew ? .few : .many
        case .polish: return count == 1 ? .one : isFew ? .few : .many
        case .arabic:
            switch count {
            case 0: return .zero
            case 1: return .one
            case 2: return .two
            default: return (3...10).contains(tens) ? .few : tens >= 11 ? .many : .other
            }
        case .none: return .other
        }
    }

    /// The categories that hold a single number each, so that its form may say the number in a word.
    package var fixed: Set<Category> {
        switch self {
        case .oneOther, .polish: [.one]
        case .oneTwoOther: [.one, .two]
        case .arabic: [.zero, .one, .two]
        case .slavic, .none: []
        }
    }

    /// The categories that numbers fall in.
    package var categories: Set<Category> {
        switch self {
        case .oneOther: [.one, .other]
        case .oneTwoOther: [.one, .two, .other]
        case .slavic, .polish: [.one, .few, .many]
        case .arabic: Set(Category.allCases)
        case .none: [.other]
        }
    }
}
