//! The lines that embed the page, and whether chosen colours can be read.

/// What a site chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Page, or id of an item.
    pub start: String,
    /// Language.
    pub lang: String,
    /// `auto`, `light` or `dark`; empty: as the visitor chooses.
    pub theme: String,
    /// Values of the role fact.
    pub roles: Vec<String>,
    /// As tall as its content.
    pub auto: bool,
    /// This version of the script and no other.
    pub pinned: bool,
    /// Values that differ from the standard, in the order of [`LOOK`].
    pub look: [Option<String>; 5],
}

impl Default for Choice {
    fn default() -> Self {
        let (start, lang, theme) = ("check".into(), "zh-CN".into(), String::new());
        Self { start, lang, theme, roles: Vec::new(), auto: true, pinned: false, look: [const { None }; 5] }
    }
}

/// Something of the look that a site may set.
#[derive(Debug)]
pub struct Look {
    /// Attribute.
    pub name: &'static str,
    /// Values of the light and of the dark theme; empty: the typeface of the page.
    pub standard: [&'static str; 2],
    /// What it is called.
    pub zh: &'static str,
    /// What it is called.
    pub en: &'static str,
}

/// Everything a site may set of the look.
pub const LOOK: [Look; 5] = [
    Look { name: "accent", standard: ["#0b4ea2", "#7fb2ff"], zh: "主色", en: "Accent" },
    Look {
        name: "accent-contrast", standard: ["#ffffff", "#0c1522"], zh: "主色上的文字", en: "Text on the accent"
    },
    Look { name: "ground", standard: ["#f6f8fb", "#10161f"], zh: "底色", en: "Ground" },
    Look { name: "text", standard: ["#1b2430", "#e8edf4"], zh: "文字", en: "Text" },
    Look {
        name: "typeface",
        standard: ["", ""],
        zh: "字体（例：\"Noto Serif SC\", serif）",
        en: "Typeface, e.g. \"Noto Serif SC\", serif",
    },
];

/// Text as the value of an attribute in double quotes.
fn quoted(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn attribute(name: &str, value: &str) -> String {
    [" ", name, "=\"", &quoted(value), "\""].concat()
}

/// The element with its script; `folder` is the address of the folder that the page lies in, `integrity` the digest of
/// the script where it is to be pinned.
pub fn element(folder: &str, choice: &Choice, integrity: Option<&str>) -> String {
    let mut attributes = String::new();
    let given = [("start", choice.start.as_str()), ("lang", &choice.lang), ("theme", &choice.theme)];
    for (name, value) in given.into_iter().filter(|given| !given.1.is_empty()) {
        attributes += &attribute(name, value);
    }
    if !choice.roles.is_empty() {
        attributes += &attribute("roles", &choice.roles.join(" "));
    }
    for (part, value) in LOOK.iter().zip(&choice.look) {
        attributes += &value.as_deref().map(|value| attribute(part.name, value)).unwrap_or_default();
    }
    attributes += &attribute("height", if choice.auto { "auto" } else { "720px" });
    let mut script = attribute("src", &[folder, "embed.js"].concat());
    if let Some(integrity) = integrity {
        script += &attribute("integrity", integrity);
        script += " crossorigin=\"anonymous\"";
    }
    ["<script", &script, " async></script>\n<policy-selfcheck", &attributes, "></policy-selfcheck>"].concat()
}

/// A frame without a script. What the site chooses stands in its name, which no server is sent.
pub fn plain_frame(folder: &str, choice: &Choice) -> String {
    let page = match choice.start.as_str() {
        page @ ("" | "check" | "result" | "text" | "workspace") => page.to_owned(),
        item => ["item/", item].concat(),
    };
    let mut options = serde_json::json!({ "lang": choice.lang });
    if let Some(options) = options.as_object_mut() {
        if !choice.theme.is_empty() {
            options.insert("theme".into(), choice.theme.clone().into());
        }
        if !choice.roles.is_empty() {
            options.insert("roles".into(), choice.roles.join(" ").into());
        }
        for (part, value) in LOOK.iter().zip(&choice.look) {
            if let Some(value) = value {
                options.insert(part.name.into(), value.clone().into());
            }
        }
    }
    let title = if choice.lang == "en" { "Policy self-check" } else { "政策自查" };
    [
        "<iframe",
        &attribute("src", &[folder, "#/", &page].concat()),
        &attribute("title", title),
        "\n  width=\"100%\" height=\"720\" allow=\"clipboard-write\" referrerpolicy=\"no-referrer\"",
        "\n  sandbox=\"allow-scripts allow-same-origin allow-forms allow-downloads allow-modals\"",
        "\n ",
        &attribute("name", &options.to_string()),
        "></iframe>",
    ]
    .concat()
}

/// Contrast of two colours written `#rrggbb` (WCAG 2.2, contrast ratio): 1 to 21.
pub fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Relative luminance (WCAG 2.2) of a colour written `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let part = |shift: u32| {
        let value = f64::from((number >> shift) & 0xff) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_say_what_was_chosen_and_nothing_else() {
        let lines = element("https://a.example/x/", &Choice::default(), None);
        assert_eq!(
            lines,
            "<script src=\"https://a.example/x/embed.js\" async></script>\n\
             <policy-selfcheck start=\"check\" lang=\"zh-CN\" height=\"auto\"></policy-selfcheck>"
        );
        let mut choice = Choice { start: "one".into(), theme: "dark".into(), auto: false, ..Choice::default() };
        choice.roles = vec!["a".into(), "b".into()];
        choice.look[4] = Some("\"Noto Serif SC\", serif".into());
        let lines = element("https://a.example/", &choice, Some("sha384-x"));
        assert!(
            lines.contains(" start=\"one\"") && lines.contains(" theme=\"dark\"") && lines.contains(" roles=\"a b\"")
        );
        assert!(
            lines.contains(" typeface=\"&quot;Noto Serif SC&quot;, serif\"") && lines.contains(" height=\"720px\"")
        );
        assert!(lines.contains("embed.js\" integrity=\"sha384-x\" crossorigin=\"anonymous\" async"), "{lines}");
        let frame = plain_frame("https://a.example/", &choice);
        assert!(frame.contains("src=\"https://a.example/#/item/one\""), "{frame}");
        assert!(frame.contains(" allow=\"clipboard-write\"") && frame.contains("&quot;theme&quot;:&quot;dark&quot;"));
        choice.theme = "auto".into();
        assert!(element("", &choice, None).contains(" theme=\"auto\""));
        choice.theme = String::new();
        assert!(!element("", &choice, None).contains("theme") && !plain_frame("", &choice).contains("theme"));
        assert!(frame.contains("&quot;roles&quot;:&quot;a b&quot;") && !frame.contains("\"Noto"), "{frame}");
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("#000000", "#ffffff").unwrap() - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff").unwrap() - 4.478).abs() < 1e-3);
        assert_eq!(contrast("red", "#ffffff"), None);
        let css = include_str!("../../../styles/10-tokens.css");
        for part in LOOK.iter().filter(|part| part.name != "typeface") {
            for standard in part.standard {
                assert!(luminance(standard).is_some(), "{}", part.name);
                assert!(css.contains(&format!("--{}: {standard};", part.name)), "{} is not {standard}", part.name);
            }
        }
    }
}
