//! What clients choose among when they change an inbox.

use poem_openapi::{Enum, Object};

use crate::inboxes::model;

/// When a website says that somebody will answer.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "inbox_reply_time", rename_all = "snake_case")]
pub enum ReplyTime {
    InAFewMinutes,
    InAFewHours,
    InADay,
}

impl From<ReplyTime> for model::ReplyTime {
    fn from(sent: ReplyTime) -> Self {
        match sent {
            ReplyTime::InAFewMinutes => model::ReplyTime::InAFewMinutes,
            ReplyTime::InAFewHours => model::ReplyTime::InAFewHours,
            ReplyTime::InADay => model::ReplyTime::InADay,
        }
    }
}

/// Whose name mail goes out under: the agent's and the business's, or the business's alone.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "inbox_sender_name_type", rename_all = "lowercase")]
pub enum SenderName {
    Friendly,
    Professional,
}

impl From<SenderName> for model::SenderName {
    fn from(sent: SenderName) -> Self {
        match sent {
            SenderName::Friendly => model::SenderName::Friendly,
            SenderName::Professional => model::SenderName::Professional,
        }
    }
}

/// How satisfaction is asked for; what is left out takes its default.
#[derive(Debug, Object)]
#[oai(rename = "inbox_csat_config")]
pub struct CsatConfig {
    pub display_type: Option<DisplayType>,
    pub message: Option<String>,
    /// `Please rate us` by default.
    pub button_text: Option<String>,
    /// `en` by default.
    pub language: Option<String>,
    pub survey_rules: Option<SurveyRules>,
}

/// What is rated with.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "inbox_csat_display_type", rename_all = "lowercase")]
pub enum DisplayType {
    Emoji,
    Star,
}

/// Which conversations are asked about.
#[derive(Debug, Object)]
#[oai(rename = "inbox_csat_survey_rules")]
pub struct SurveyRules {
    pub operator: Option<SurveyOperator>,
    /// Labels.
    pub values: Option<Vec<String>>,
}

/// Whether a conversation must have one of the labels, or none.
#[derive(Debug, Clone, Copy, Enum)]
#[oai(rename = "inbox_csat_operator", rename_all = "snake_case")]
pub enum SurveyOperator {
    Contains,
    DoesNotContain,
}

impl From<CsatConfig> for model::CsatConfig {
    fn from(sent: CsatConfig) -> Self {
        let (operator, values) = sent.survey_rules.map(|rules| (rules.operator, rules.values)).unwrap_or_default();
        model::CsatConfig {
            display_type: sent.display_type.map(|kind| match kind {
                DisplayType::Emoji => "emoji",
                DisplayType::Star => "star",
            }),
            message: sent.message,
            button_text: sent.button_text,
            language: sent.language,
            operator: operator.map(|operator| match operator {
                SurveyOperator::Contains => "contains",
                SurveyOperator::DoesNotContain => "does_not_contain",
            }),
            values: values.unwrap_or_default(),
        }
    }
}
