//! What the settings of a hook must look like: checked here, and shown to administrators as a JSON schema and as a form.

use serde_json::{Map, Value, json};

/// What a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Object,
    Flag,
}

/// One setting of an app.
#[derive(Debug)]
pub struct Property {
    pub name: &'static str,
    /// What people read beside it.
    pub label: &'static str,
    pub kind: Kind,
    pub is_required: bool,
    /// Whether lists of hooks leave it out.
    pub is_secret: bool,
}

impl Property {
    /// The value as it is stored; `None` when it is of another kind. Forms send everything as text.
    fn read(&self, value: Value) -> Option<Value> {
        match (self.kind, value) {
            (Kind::Text, Value::String(text)) => Some(Value::String(text)),
            (Kind::Object, Value::Object(map)) => Some(Value::Object(map)),
            (Kind::Object, Value::String(text)) => serde_json::from_str(&text).ok().filter(Value::is_object),
            (Kind::Flag, Value::Bool(flag)) => Some(Value::Bool(flag)),
            (Kind::Flag, Value::String(text)) => text.parse().ok().map(Value::Bool),
            _ => None,
        }
    }

    /// The name of the kind in a JSON schema, and the element of a form that takes it.
    fn types(&self) -> (&'static str, &'static str) {
        match self.kind {
            Kind::Text => ("string", "text"),
            Kind::Object => ("object", "textarea"),
            Kind::Flag => ("boolean", "checkbox"),
        }
    }
}

/// The settings as they are stored; `None` when one is missing, unknown or of the wrong kind.
pub fn checked(properties: &[Property], sent: Map<String, Value>) -> Option<Map<String, Value>> {
    let read = |(name, value): (String, Value)| {
        let property = properties.iter().find(|property| property.name == name)?;
        Some((name, property.read(value)?))
    };
    let settings: Map<String, Value> = sent.into_iter().map(read).collect::<Option<_>>()?;
    let is_complete = properties.iter().all(|property| !property.is_required || settings.contains_key(property.name));
    is_complete.then_some(settings)
}

/// The rules of [`checked`] as a JSON schema.
pub fn json_schema(properties: &[Property]) -> Value {
    let kinds: Map<String, Value> =
        properties.iter().map(|property| (property.name.to_owned(), json!({"type": property.types().0}))).collect();
    let required: Vec<&str> = properties.iter().filter(|p| p.is_required).map(|p| p.name).collect();
    json!({"type": "object", "properties": kinds, "required": required, "additionalProperties": false})
}

/// A form that asks for the settings, one element each.
pub fn form_schema(properties: &[Property]) -> Vec<Value> {
    let element = |property: &Property| {
        let validation = match (property.kind, property.is_required) {
            (Kind::Object, true) => "required|JSON",
            (_, true) => "required",
            (_, false) => "",
        };
        json!({"label": property.label, "type": property.types().1, "name": property.name, "validation": validation,
            "validationName": property.label})
    };
    properties.iter().map(element).collect()
}

/// The settings that may be shown in a list of hooks.
pub fn visible(properties: &[Property]) -> Vec<String> {
    properties.iter().filter(|property| !property.is_secret).map(|property| property.name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROPERTIES: [Property; 3] = [
        Property { name: "key", label: "Key", kind: Kind::Text, is_required: true, is_secret: true },
        Property { name: "login", label: "Login", kind: Kind::Object, is_required: true, is_secret: true },
        Property { name: "fast", label: "Fast", kind: Kind::Flag, is_required: false, is_secret: false },
    ];

    fn read(sent: Value) -> Option<Value> {
        let Value::Object(sent) = sent else { panic!("no object") };
        checked(&PROPERTIES, sent).map(Value::Object)
    }

    #[test]
    fn all_that_is_required_and_nothing_else() {
        let good = json!({"key": "k", "login": {"a": 1}, "fast": true});
        assert_eq!(read(good.clone()), Some(good.clone()));
        assert_eq!(read(json!({"key": "k", "login": "{\"a\": 1}", "fast": "true"})), Some(good));
        for bad in [
            json!({}),
            json!({"key": "k"}),
            json!({"key": null, "login": {}}),
            json!({"key": 1, "login": {}}),
            json!({"key": "k", "login": "[]"}),
            json!({"key": "k", "login": "{"}),
            json!({"key": "k", "login": {}, "fast": "maybe"}),
            json!({"key": "k", "login": {}, "extra": 1}),
        ] {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn the_rules_are_shown() {
        let schema = json!({"type": "object", "properties": {"key": {"type": "string"}, "login": {"type": "object"},
            "fast": {"type": "boolean"}}, "required": ["key", "login"], "additionalProperties": false});
        assert_eq!(json_schema(&PROPERTIES), schema);
        let form = form_schema(&PROPERTIES);
        assert_eq!((&form[1]["type"], &form[1]["validation"]), (&json!("textarea"), &json!("required|JSON")));
        assert_eq!((&form[2]["type"], &form[2]["validation"]), (&json!("checkbox"), &json!("")));
        assert_eq!(visible(&PROPERTIES), ["fast"]);
    }
}
