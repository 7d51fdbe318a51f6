//! The style sheets: the files of a folder one after the other, in the order of their names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The style sheet of a folder (`styles`, or one in it); for release without comments and indentation.
///
/// # Errors
/// When the folder cannot be read or holds no style sheet.
pub fn sheet(root: &Path, folder: &str, release: bool) -> Result<String> {
    let folder = root.join(folder);
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
    files.sort();
    if files.is_empty() {
        bail!("there is no .css file in {}", folder.display());
    }
    let mut all = String::new();
    for file in &files {
        all.push_str(&fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?);
        all.push('\n');
    }
    Ok(if release { smaller(&all) } else { all })
}

/// Leaves out comments, indentation and empty lines, and nothing else: strings stay as they are.
fn smaller(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let length = token_length(from);
        let (token, after) = from.split_at(length);
        // A comment parts words, like a space.
        plain.push_str(if token.starts_with("/*") { " " } else { token });
        rest = after;
    }
    plain.push_str(rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Length of the string, comment or slash that the text starts with.
fn token_length(text: &str) -> usize {
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    let mut chars = text.char_indices();
    let Some((_, quote @ ('"' | '\''))) = chars.next() else { return 1 };
    let mut escaped = false;
    for (at, char) in chars {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(smaller("/* a */\na {\n  b: c; /* d\n e */\n\n}\n"), "a {\nb: c;\n}\n");
        assert_eq!(smaller("a/**/b{}"), "a b{}\n");
        assert_eq!(smaller("a { b: 1px/2px }"), "a { b: 1px/2px }\n");
    }

    #[test]
    fn strings_stay() {
        assert_eq!(smaller("a { content: \"/* “no” */\" }"), "a { content: \"/* “no” */\" }\n");
        assert_eq!(smaller(r"a { content: '\'/*' } /* x */"), "a { content: '\\'/*' }\n");
    }

    #[test]
    fn an_open_end_loses_nothing_before_it() {
        assert_eq!(smaller("a {} /* open"), "a {}\n");
        assert_eq!(smaller("a { b: 'open"), "a { b: 'open\n");
    }
}
