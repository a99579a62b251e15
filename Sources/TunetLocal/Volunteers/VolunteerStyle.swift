/// How the pages look, and the little script that follows the numbers.
enum VolunteerStyle {
    /// Text has a contrast of at least 7:1 in both schemes, which a test computes.
    static let sheet = """
        :root {
          color-scheme: light dark;
          --paper: #fdfcf8; --ink: #1c1c1c; --faint: #43413c; --line: #8a857a; --green: #1f4d2b; --on-green: #ffffff;
          --link: #0b3d73; --note: #fff1c2; --on-note: #1c1c1c; --bad: #7a1212; --sheet: #f3f0e6; --ring: #0b3d73;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #16181a; --ink: #f2f0ea; --faint: #cfccc3; --line: #7d8287; --green: #9ad9a8; --on-green: #10240f;
            --link: #a9d0ff; --note: #4a3c00; --on-note: #fff6d6; --bad: #ffb4ab; --sheet: #212427; --ring: #ffd866;
          }
        }
        * { box-sizing: border-box; }
        html { font-size: 112.5%; -webkit-text-size-adjust: 100%; }
        body { font: 1rem/1.55 system-ui, sans-serif; margin: 0; background: var(--paper); color: var(--ink); }
        header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
        main { padding-bottom: 2rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .5rem; }
        h2 { font-size: 1.3rem; line-height: 1.3; margin: 2rem 0 .5rem; }
        p { margin: .5rem 0; } a { color: var(--link); text-underline-offset: .15em; }
        .place { font-weight: 600; padding: 1rem 0 .25rem; color: var(--faint); }
        .skip { position: absolute; left: -99rem; } .skip:focus { position: static; display: inline-block; padding: .5rem; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; }
        nav a { display: inline-block; padding: .6rem .8rem; border-radius: .4rem; min-height: 2.75rem; }
        nav a[aria-current] { background: var(--green); color: var(--on-green); text-decoration: none; }
        header { border-bottom: 2px solid var(--green); padding-bottom: .5rem; max-width: none; }
        header > * { max-width: 60rem; margin: 0 auto; }
        footer { border-top: 1px solid var(--line); padding-top: .75rem; padding-bottom: 1.5rem; }
        footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; }
        :focus-visible { outline: 3px solid var(--ring); outline-offset: 3px; border-radius: .2rem; }
        .day { font-size: 1.15rem; }
        .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: 1rem; }
        .numbers p { border: 2px solid var(--green); border-radius: .6rem; padding: 1rem; margin: 0; }
        .numbers b { display: block; font-size: 3.5rem; line-height: 1.05; } .numbers small { display: block; font-size: 1rem; }
        table { border-collapse: collapse; width: 100%; } .wide { overflow-x: auto; }
        th { text-align: left; font-weight: 600; } th, td { overflow-wrap: break-word; }
        th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        .hours th { width: 8rem; font-weight: 400; white-space: nowrap; } .hours .number { width: 3.5rem; text-align: right; }
        .bar svg { display: block; width: 100%; height: 1.4rem; } .bar rect { fill: var(--green); }
        .warning, .said, .mistakes { margin: .75rem 0; padding: .75rem 1rem; border-radius: .4rem; border-left: .4rem solid; }
        .warning { background: var(--note); color: var(--on-note); border-color: currentColor; }
        td .warning:first-child { margin-top: 0; }
        .warning p, .said p { margin: 0 0 .25rem; } .warning form { margin: .5rem 0 0; }
        .said { border-color: var(--green); background: var(--sheet); }
        .mistakes { border-color: var(--bad); background: var(--sheet); } .mistakes h2 { margin: 0; }
        .mistakes a, .mistake { color: var(--bad); font-weight: 600; }
        .mistakes a { display: inline-block; padding: .25rem 0; }
        .sheet { background: var(--sheet); padding: 1rem; border-radius: .6rem; max-width: 40rem; margin: 1rem 0; }
        .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; margin: .75rem 0; }
        .field, fieldset { margin: 0 0 1.25rem; } .row .field { margin: 0; } fieldset { border: 0; padding: 0; min-width: 0; }
        label, legend { font-weight: 600; padding: 0; } .hint { color: var(--faint); margin: 0 0 .25rem; }
        .choice { display: flex; gap: .75rem; align-items: center; font-weight: 400; min-height: 2.75rem; padding: .25rem 0; }
        .choice input { width: 1.6rem; height: 1.6rem; flex: none; accent-color: var(--green); }
        input, select, button { font: inherit; color: inherit; }
        .field input, select { display: block; width: 100%; min-height: 3rem; padding: .5rem .75rem; margin-top: .25rem; }
        .field input, select { border: 2px solid var(--line); border-radius: .4rem; background: var(--paper); color: var(--ink); }
        .field input.short { width: 8rem; } [aria-invalid] { border-color: var(--bad) !important; }
        button { min-height: 3rem; padding: .6rem 1.25rem; border-radius: .4rem; cursor: pointer; font-weight: 600; }
        button { border: 2px solid var(--green); background: var(--green); color: var(--on-green); }
        button.quiet { background: transparent; color: inherit; border-color: currentColor; }
        .log { list-style: none; padding: 0; } .log li { border-bottom: 1px solid var(--line); padding: .5rem 0; }
        .log li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 1rem; align-items: center; }
        .ways { list-style: none; padding: 0; } .ways a { display: inline-block; padding: .8rem 0; font-size: 1.3rem; }
        #lost:empty { display: none; } #lost { font-weight: 600; }
        @media (max-width: 32rem) { html { font-size: 106%; } .hours th { width: 6.5rem; } .numbers b { font-size: 2.8rem; } }
        @media (prefers-reduced-motion: no-preference) { .bar rect { transition: width .4s; } }
        @media print {
          :root { --paper: #fff; --ink: #000; --faint: #000; --green: #1f4d2b; --line: #777; --note: #fff; --on-note: #000; --sheet: #fff; }
          @page { size: A4; margin: 15mm; } html { font-size: 11pt; }
          nav, footer, form, button, .skip, .refresh, #lost { display: none !important; }
          header, main { max-width: none; padding: 0; } tr, .warning, .numbers p { break-inside: avoid; } h2 { break-after: avoid; }
        }
        """

    /// Asks for the page anew when the service says that something has changed, and puts the parts that differ in place.
    static let script = """
        (function () {
          "use strict";
          var said = document.getElementById("said");
          if (said) said.focus();
          var page = document.getElementById("overview");
          if (!page || !window.EventSource || !window.fetch) return;
          var lost = document.getElementById("lost"), busy = false, again = false, feed = null, timer = 0;
          function show(text) {
            var fresh = new DOMParser().parseFromString(text, "text/html");
            if (!fresh.getElementById("overview")) { location.reload(); return; }
            page.querySelectorAll("[data-live]").forEach(function (part) {
              var other = fresh.getElementById(part.id);
              // Whoever stands in a part with the keyboard is not to lose the place.
              if (!other || other.innerHTML === part.innerHTML || part.contains(document.activeElement)) return;
              part.replaceChildren.apply(part, Array.from(other.childNodes));
            });
            lost.textContent = "";
          }
          function ask() {
            if (busy) { again = true; return; }
            busy = true;
            fetch(location.pathname, { credentials: "same-origin", cache: "no-store" })
              .then(function (answer) { if (!answer.ok) throw new Error(); return answer.text(); })
              .then(show)
              .catch(function () { lost.textContent = page.dataset.lost; })
              .then(function () { busy = false; if (again) { again = false; ask(); } });
          }
          function listen() {
            clearTimeout(timer);
            if (feed) feed.close();
            feed = new EventSource(page.dataset.feed);
            feed.addEventListener("open", ask);
            feed.addEventListener("change", ask);
            feed.addEventListener("error", function () {
              lost.textContent = page.dataset.lost;
              // A browser gives up after an answer that is no feed: the service has started anew, or enough listen.
              if (feed.readyState === 2) { timer = setTimeout(function () { ask(); listen(); }, 15000); }
            });
          }
          document.addEventListener("visibilitychange", function () {
            if (document.hidden) { clearTimeout(timer); feed.close(); } else { listen(); }
          });
          listen();
        })();
        """
}
