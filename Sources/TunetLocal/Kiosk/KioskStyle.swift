/// How the screen beside the panel looks: large, calm, without anything that moves. Text has at least 7:1 to its ground, by
/// day and by night, and what can be touched at least 24 mm.
enum KioskStyle {
    static let css = """
        :root { color-scheme: light; --ground: #fdfcf8; --ink: #1c1c1c; --line: #2f5d3a; --lit: #1e5a30; --lit-ink: #fff;
          --no: #6b3a00; --no-ink: #fff; --soft: #f0eee4; }
        body.dim { color-scheme: dark; --ground: #000; --ink: #a8a49a; --line: #5c6a5f; --lit: #0d2415; --lit-ink: #b5c7b9;
          --no: #2a1a08; --no-ink: #cdb89c; --soft: #0b0b0b; }
        * { box-sizing: border-box; }
        html { font-size: clamp(1rem, .55rem + .9vw, 1.75rem); }
        body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
          font: 1rem/1.4 system-ui, "Noto Sans", sans-serif; overflow-wrap: break-word; }
        main { max-width: 90rem; margin: 0 auto; padding: 1rem 1.5rem; }
        .place { margin: 0; font-size: 1.1rem; }
        h1, .panel h2 { margin: .4rem 0 1rem; font-size: clamp(1.6rem, 4vw, 3.4rem); line-height: 1.15; }
        .panel h2 { margin-top: 2rem; }
        ul { list-style: none; margin: 0; padding: 0; }
        .options { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: 1rem; }
        .options li { display: flex; }
        .option { position: relative; flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center;
          gap: .4rem; min-height: 24mm; min-width: 24mm; padding: .8rem; border: 3px solid var(--line); border-radius: 1rem;
          background: var(--soft); color: var(--ink); font: inherit; font-size: clamp(1.2rem, 2vw, 1.8rem); font-weight: 600;
          text-align: center; }
        .fixed { border-style: dashed; }
        button.option { cursor: pointer; touch-action: manipulation; }
        .symbol { font-size: 2.6rem; line-height: 1; width: 3rem; height: 3rem; display: block; }
        .taken { background: var(--lit); color: var(--lit-ink); border-width: 6px; border-color: var(--lit-ink); outline: 4px solid var(--lit); }
        .refused { background: var(--no); color: var(--no-ink); border-style: dotted; border-color: var(--no-ink); }
        .mark { position: absolute; top: .2rem; right: .7rem; font-size: 2rem; }
        .answer { min-height: 2.8em; margin: 1rem 0 0; font-size: clamp(1.2rem, 2.2vw, 2rem); font-weight: 600; }
        .besides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 1rem 2rem;
          margin-top: 1.2rem; border-top: 2px solid var(--line); }
        .besides h2 { margin: 1rem 0 .3rem; font-size: 1.2rem; }
        .besides p { margin: .2rem 0; } .besides li { margin: .2rem 0; }
        dl { margin: 0; } dt { margin-top: .3rem; } dd { margin: 0; padding-left: .8rem; border-left: 4px solid var(--line); font-weight: 600; }
        .time { font-variant-numeric: tabular-nums; }
        nav { margin-top: 1.5rem; } nav ul { display: flex; flex-wrap: wrap; gap: .5rem; }
        nav a { display: flex; align-items: center; min-height: 24mm; min-width: 24mm; justify-content: center; padding: .4rem 1rem;
          border: 2px solid var(--line); border-radius: .6rem; color: var(--ink); }
        nav a[aria-current] { background: var(--lit); color: var(--lit-ink); text-decoration: none; }
        :focus-visible { outline: 5px solid var(--ink); outline-offset: 3px; }
        #lost { position: fixed; bottom: 0; left: 0; right: 0; margin: 0; padding: .8rem 1.5rem; background: var(--no); color: var(--no-ink); }
        #lost[hidden] { display: none; }
        @media (max-height: 48rem) and (min-width: 48rem) {
          main { padding: .4rem 1.5rem; } .place { font-size: 1rem; } h1, .panel h2 { margin: .1rem 0 .6rem; font-size: clamp(1.5rem, 3.6vw, 2.6rem); }
          .option { padding: .4rem; } .answer { min-height: 1.4em; margin-top: .5rem; } .besides { margin-top: .4rem; }
          .besides h2 { margin-top: .4rem; } nav { margin-top: .5rem; }
        }
        @media (forced-colors: active) { .taken { outline: 6px solid Highlight; } .refused { outline: 3px dotted CanvasText; } }
        @media print { nav, #lost { display: none; } body { background: #fff; color: #000; } .option { break-inside: avoid; } }

        """
}
