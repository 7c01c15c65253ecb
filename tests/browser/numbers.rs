//! Whether every number of a page opens as many sentences as it says.

use crate::client::Browser;

/// What a link promises: the count in its text or in its name, `(12 sentences)`.
const PROMISED: &str = r#"(link) => {
    const cell = link.textContent.trim().match(/^([\d,]+)(?!\d|,|\s*%)/);
    const name = (link.getAttribute('aria-label') || '').match(/\(([\d,]+) sentences?\)|[:,] ([\d,]+) sentences?$/);
    const found = name ? (name[1] || name[2]) : (link.closest('table') || link.closest('#findings')) && cell ? cell[1] : null;
    return found === null ? null : Number(found.replaceAll(',', ''));
}"#;

/// Clicks every number of an English page, fails for one that opens another count of sentences, and
/// says how many were clicked.
pub fn check(browser: &mut Browser) -> u32 {
    let click_all = format!(
        r##"(async () => {{
            const promised = {PROMISED};
            let checked = 0;
            const wrong = [];
            for (const link of document.querySelectorAll('#findings a[href^="#e?"], #figures a[href^="#e?"]')) {{
                const n = promised(link);
                if (n === null) continue;
                checked += 1;
                link.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true }}));
                await new Promise((go) => setTimeout(go, 20));
                const found = {FOUND};
                const shown = document.querySelectorAll('#list > li[data-sentence]').length;
                if (found !== n || shown !== Math.min(n, 25)) wrong.push([link.getAttribute('href'), n, found, shown].join(' '));
            }}
            return `${{checked}}|${{wrong.join('; ')}}`;
        }})()"##,
        FOUND = crate::FOUND
    );
    let answer = browser.text(&click_all);
    let (checked, wrong) = answer.split_once('|').unwrap();
    assert_eq!(wrong, "", "of {checked} links");
    checked.parse().unwrap()
}
