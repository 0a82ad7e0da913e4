//! Check boxes of task lists.

use pulldown_cmark::{Event, Options, Parser};

use crate::fragment::Progress;

/// How many check boxes of task lists a text has, and how many of them are ticked. Code and
/// comments have none.
pub fn check_boxes(text: &str) -> Progress {
    let mut out = Progress { completed: 0, total: 0 };
    for event in Parser::new_ext(text, Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES) {
        if let Event::TaskListMarker(ticked) = event {
            out.total += 1;
            out.completed += u64::from(ticked);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_boxes_are_counted_outside_code() {
        for (text, completed, total) in [
            ("", 0, 0),
            ("- [x] a\n- [ ] ü\n* [X] c", 2, 3),
            ("- [x] a\r\n  - [ ] b\r\n1. [x] c\r\n", 2, 3),
            ("```\n- [x] a\n```\n- [ ] b", 0, 1),
            ("    - [x] a\n\n`- [x] b`\n\n<!--\n- [ ] c\n-->\n", 0, 0),
            ("a - [x] b\n[x] c\n- [y] d\n- [] e", 0, 0),
            ("> - [x] a\n>   - [ ] b", 1, 2),
        ] {
            let found = check_boxes(text);
            assert_eq!((found.completed, found.total), (completed, total), "{text:?}");
        }
    }
}
