//! GraphQL's answer to many numbers at once: a query with an alias for each repository and number.

use serde_json::{Map, Value, json};

use crate::server::State;

pub(crate) fn answer(state: &State, query: &str, variables: &Value) -> Value {
    let (mut data, mut errors) = (Map::new(), Vec::new());
    for part in query.split("repository(owner:$o").skip(1) {
        let at: String = part.chars().take_while(char::is_ascii_digit).collect();
        let variable = |name: &str| variables[format!("{name}{at}")].as_str().unwrap();
        let repository = format!("{}/{}", variable("o"), variable("n"));
        let alias = format!("r{at}");
        if !state.has_repository(&repository) {
            let message = format!("Could not resolve to a Repository with the name '{repository}'.");
            errors.push(json!({ "type": "NOT_FOUND", "path": [alias], "message": message }));
            data.insert(alias, Value::Null);
            continue;
        }
        let mut items = Map::new();
        let fields: Vec<_> = part.split("(number:").collect();
        for pair in fields.windows(2) {
            let (name, field) = pair[0].rsplit(['{', ' ']).next().unwrap().split_once(':').unwrap();
            let number: u64 = pair[1].split(')').next().unwrap().parse().unwrap();
            let found = match field {
                "issueOrPullRequest" => state.issues.get(&(repository.clone(), number)).map(|it| {
                    let kind = if it.is_pull_request { "PullRequest" } else { "Issue" };
                    if it.is_pull_request { json!({ "__typename": kind, "state": it.state() }) } else { json!({ "__typename": kind }) }
                }),
                "discussion" => state.discussions.contains(&(repository.clone(), number)).then(|| json!({ "__typename": "Discussion" })),
                other => panic!("no field {other}"),
            };
            if found.is_none() {
                let message = format!("Could not resolve to an issue or pull request with the number of {number}.");
                errors.push(json!({ "type": "NOT_FOUND", "path": [alias, name], "message": message }));
            }
            items.insert(name.to_owned(), found.unwrap_or(Value::Null));
        }
        data.insert(alias, Value::Object(items));
    }
    let mut out = json!({ "data": data });
    if !errors.is_empty() {
        out["errors"] = json!(errors);
    }
    out
}
