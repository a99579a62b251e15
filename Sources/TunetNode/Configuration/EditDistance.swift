/// The number of letters to insert, delete, replace or swap with their neighbour to turn one word into the other.
///
/// Optimal string alignment; source: Wagner & Fischer 1974, with the transposition of Damerau 1964.
func editDistance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
    var rows = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
    for i in a.indices {
        rows[i + 1][0] = i + 1
        for j in b.indices {
            var best = min(rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
            rows[i + 1][j + 1] = best
        }
    }
    return rows[a.count][b.count]
}

/// The one of `candidates` that somebody who wrote `word` most likely meant; nil if none is near.
func nearestWord(to word: String, among candidates: [String]) -> String? {
    let best = candidates.map { ($0, editDistance(word, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let (candidate, distance) = best, distance <= 2, distance < candidate.utf8.count / 2 + 1 else { return nil }
    return candidate
}
