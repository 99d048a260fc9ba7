//! What a browser says of itself, as agents see it beside a conversation.

use poem::http::{HeaderMap, header};
use serde_json::{Value, json};

/// Characters of a header that are looked at.
const LONGEST: usize = 1000;

/// The two headers that tell.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    agent: String,
    languages: String,
}

/// Words of the header, the name they stand for, and the word before the version. The first that fits counts, since browsers
/// also name those they resemble.
const NAMES: [(&str, &str, &str); 12] = [
    ("Edg/", "Microsoft Edge", "Edg/"),
    ("EdgA/", "Microsoft Edge", "EdgA/"),
    ("OPR/", "Opera", "OPR/"),
    ("SamsungBrowser/", "Samsung Browser", "SamsungBrowser/"),
    ("YaBrowser/", "Yandex", "YaBrowser/"),
    ("Vivaldi/", "Vivaldi", "Vivaldi/"),
    ("FxiOS/", "Firefox", "FxiOS/"),
    ("Firefox/", "Firefox", "Firefox/"),
    ("CriOS/", "Chrome", "CriOS/"),
    ("Chrome/", "Chrome", "Chrome/"),
    ("Safari/", "Safari", "Version/"),
    ("MSIE ", "Internet Explorer", "MSIE "),
];

/// Words of the header, the platform, and the word before its version.
const PLATFORMS: [(&str, &str, &str); 8] = [
    ("iPhone", "iOS", "iPhone OS "),
    ("iPad", "iOS", "CPU OS "),
    ("Android", "Android", "Android "),
    ("Windows NT", "Windows", "Windows NT "),
    ("Mac OS X", "macOS", "Mac OS X "),
    ("CrOS", "Chrome OS", "CrOS x86_64 "),
    ("Linux", "Generic Linux", ""),
    ("FreeBSD", "FreeBSD", ""),
];

impl Browser {
    /// From the headers of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cut = |name| text(name).chars().take(LONGEST).collect();
        Browser { agent: cut(header::USER_AGENT), languages: cut(header::ACCEPT_LANGUAGE) }
    }

    /// The language preferred most: `en`; nothing when none is said.
    pub fn language(&self) -> Option<&str> {
        let first = self.languages.split([',', ';']).next()?.trim();
        let language = first.split('-').next().filter(|l| (2..=3).contains(&l.len()))?;
        language.chars().all(|c| c.is_ascii_alphabetic()).then_some(language)
    }

    /// Name and version of the browser, its device and its platform.
    pub fn described(&self) -> Value {
        let (name, version) = self.first(&NAMES);
        let (platform, platform_version) = self.first(&PLATFORMS);
        json!({
            "browser_name": name,
            "browser_version": version,
            "device_name": self.device(),
            "platform_name": platform,
            "platform_version": platform_version.replace('_', "."),
        })
    }

    fn first(&self, known: &[(&'static str, &'static str, &'static str)]) -> (&'static str, String) {
        let found = known.iter().find(|(word, _, _)| self.agent.contains(word));
        let Some((_, name, before)) = found.copied() else { return ("Unknown", String::new()) };
        let rest = if before.is_empty() { None } else { self.agent.split_once(before) };
        let is_of_version = |c: &char| c.is_ascii_digit() || ['.', '_'].contains(c);
        (name, rest.map(|(_, rest)| rest.chars().take_while(is_of_version).collect()).unwrap_or_default())
    }

    fn device(&self) -> &'static str {
        let is_of = |word: &str| self.agent.contains(word);
        match () {
            () if is_of("iPhone") => "iPhone",
            () if is_of("iPad") => "iPad",
            () if is_of("Macintosh") => "Macintosh",
            () if is_of("Android") => "Android",
            () => "Unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(agent: &str, languages: &str) -> Browser {
        Browser { agent: agent.into(), languages: languages.into() }
    }

    #[test]
    fn browsers_are_told_apart() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36";
        let chrome = json!({"browser_name": "Chrome", "browser_version": "125.0.0.0", "device_name": "Macintosh",
            "platform_name": "macOS", "platform_version": "10.15.7"});
        assert_eq!(browser(mac, "").described(), chrome);
        assert_eq!(browser(&format!("{mac} Edg/124.0"), "").described()["browser_name"], "Microsoft Edge");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        let safari = json!({"browser_name": "Safari", "browser_version": "17.5", "device_name": "iPhone",
            "platform_name": "iOS", "platform_version": "17.5"});
        assert_eq!(browser(phone, "").described(), safari);
        assert_eq!(browser("curl/8", "").described()["platform_name"], "Unknown");
    }

    #[test]
    fn the_first_language_counts() {
        assert_eq!(browser("", "de-DE,de;q=0.9,en;q=0.8").language(), Some("de"));
        for none in ["", "*", ";q=1", "<script>"] {
            assert_eq!(browser("", none).language(), None, "{none}");
        }
    }
}
