//! The languages that pages may ask their widget to speak.

use serde_json::{Value, json};

const LANGUAGES: [(&str, &str); 40] = [
    ("Arabic", "ar"),
    ("Bulgarian", "bg"),
    ("Catalan", "ca"),
    ("Czech", "cs"),
    ("Danish", "da"),
    ("German", "de"),
    ("Greek", "el"),
    ("English", "en"),
    ("Spanish", "es"),
    ("Persian", "fa"),
    ("Finnish", "fi"),
    ("French", "fr"),
    ("Hebrew", "he"),
    ("Hindi", "hi"),
    ("Hungarian", "hu"),
    ("Indonesian", "id"),
    ("Icelandic", "is"),
    ("Italian", "it"),
    ("Japanese", "ja"),
    ("Korean", "ko"),
    ("Lithuanian", "lt"),
    ("Latvian", "lv"),
    ("Malayalam", "ml"),
    ("Dutch", "nl"),
    ("Norwegian", "no"),
    ("Polish", "pl"),
    ("Portuguese", "pt"),
    ("Portuguese (Brazil)", "pt_BR"),
    ("Romanian", "ro"),
    ("Russian", "ru"),
    ("Slovak", "sk"),
    ("Slovenian", "sl"),
    ("Swedish", "sv"),
    ("Tamil", "ta"),
    ("Thai", "th"),
    ("Turkish", "tr"),
    ("Ukrainian", "uk"),
    ("Vietnamese", "vi"),
    ("Chinese (Simplified)", "zh_CN"),
    ("Chinese (Traditional)", "zh_TW"),
];

/// `[{name, iso_639_1_code}]`
pub fn list() -> Value {
    LANGUAGES.iter().map(|(name, code)| json!({"name": name, "iso_639_1_code": code})).collect()
}
