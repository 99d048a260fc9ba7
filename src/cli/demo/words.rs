//! What the names in a dialogue stand for, and choices between several wordings.

use super::dice::Dice;
use super::staff::STAFF;

/// Name, kind and price in euros of what the company makes.
const PRODUCTS: [(&str, &str, u32); 8] = [
    ("Heron 20", "pannier", 89),
    ("Heron 28", "pannier", 109),
    ("Wren", "handlebar bag", 69),
    ("Swift", "frame bag", 59),
    ("Plover", "saddle bag", 49),
    ("Harrier", "backpack", 129),
    ("Dunlin", "top tube bag", 35),
    ("Kestrel", "seat pack", 99),
];

/// The names of colours, for those who write in the language.
fn colours(language: &str) -> [&'static str; 4] {
    match language {
        "de" => ["Blau", "Olivgrün", "Orange", "Schwarz"],
        "es" => ["azul", "verde oliva", "naranja", "negro"],
        "fr" => ["bleu", "vert olive", "orange", "noir"],
        "pt" => ["azul", "verde-oliva", "laranja", "preto"],
        "it" => ["blu", "verde oliva", "arancione", "nero"],
        "ar" => ["الأزرق", "الأخضر", "البرتقالي", "الأسود"],
        "ja" => ["ブルー", "オリーブ", "オレンジ", "ブラック"],
        "hi" => ["नीले", "हरे", "नारंगी", "काले"],
        _ => ["blue", "olive", "orange", "black"],
    }
}

/// For contacts who have no company of their own.
const COMPANIES: [&str; 6] =
    ["Fairlane Media", "Brightwater Labs", "Oak & Iron", "Studio Meridian", "Pinecrest Works", "Kettle Lane"];

/// Who takes part in a conversation.
pub struct Cast<'c> {
    pub contact: &'c str,
    pub language: &'c str,
    pub company: Option<&'c str>,
    pub city: &'c str,
    pub agent: usize,
    pub colleague: usize,
}

/// The words of one conversation.
pub struct Words(Vec<(&'static str, String)>);

impl Words {
    /// Throws numbers, products and so on for this cast.
    pub fn of(cast: &Cast, picks: &[&'static str], dice: &mut Dice) -> Self {
        let at = dice.place(PRODUCTS.len());
        let (product, kind, price) = PRODUCTS.get(at).copied().unwrap_or_default();
        let other = PRODUCTS.get((at + dice.place(PRODUCTS.len() - 1) + 1) % PRODUCTS.len());
        let company = cast.company.or_else(|| dice.one_of(&COMPANIES).copied());
        let text = |word: Option<&str>| word.unwrap_or_default().to_owned();
        let colour = dice.one_of(&colours(cast.language)).copied().unwrap_or_default();
        let mut words = vec![
            ("$first", text(cast.contact.split(' ').next())),
            ("$product", product.to_owned()),
            ("$item", format!("{product} {kind}")),
            ("$price", price.to_string()),
            ("$other", text(other.map(|(name, _, _)| *name))),
            ("$order", format!("LS-{}", dice.digits(5))),
            ("$tracking", format!("LK{}DE", dice.digits(9))),
            ("$days", dice.range(3, 9).to_string()),
            ("$count", dice.range(12, 59).to_string()),
            ("$company", text(company)),
            ("$city", cast.city.to_owned()),
            ("$pick", text(dice.one_of(picks).copied())),
            ("$colour", colour.to_owned()),
            ("$Colour", capitalized(colour)),
        ];
        for (name, person) in [("$agent", cast.agent), ("$colleague", cast.colleague)] {
            words.push((name, text(STAFF.get(person).and_then(|person| person.name.split(' ').next()))));
        }
        Words(words)
    }

    /// The text with each name replaced.
    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, word)| text.replace(name, word))
    }

    /// The text with a wording chosen wherever there are several, and each name replaced.
    pub fn say(&self, text: &str, dice: &mut Dice) -> String {
        self.fill(&chosen(text, dice)).replace("\\n", "\n")
    }
}

/// As a sentence begins with it.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn chosen(text: &str, dice: &mut Dice) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let Some((choices, after)) = rest.split_once('}') else { return text.to_owned() };
    let choices: Vec<&str> = choices.split('|').collect();
    let choice = dice.one_of(&choices).copied().unwrap_or_default();
    format!("{before}{choice}{}", chosen(after, dice)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_chosen_and_filled() {
        let cast = Cast {
            contact: "Ada Byron",
            language: "de",
            company: Some("Engines"),
            city: "London",
            agent: 0,
            colleague: 1,
        };
        let words = Words::of(&cast, &["x"], &mut Dice::new(1));
        let said =
            words.say("{Hi|Hello} $first of $company in $city,\\n$pick from $agent and $colleague.", &mut Dice::new(1));
        let rest = " Ada of Engines in London,\nx from Maren and Diego.";
        assert!(said == format!("Hi{rest}") || said == format!("Hello{rest}"), "{said}");
    }

    #[test]
    fn every_name_in_every_dialogue_is_known() {
        let cast = Cast { contact: "Ada", language: "en", company: None, city: "X", agent: 0, colleague: 1 };
        for dialogue in crate::cli::demo::dialogue::all().unwrap() {
            let words = Words::of(&cast, &dialogue.picks, &mut Dice::new(1));
            for line in &dialogue.lines {
                let said = words.say(line.text, &mut Dice::new(1));
                assert!(!said.contains(['$', '{', '}']) && !said.contains("  "), "{said}");
                assert!(!line.text.contains("$pick") || !dialogue.picks.is_empty(), "{}", line.text);
            }
        }
    }
}
