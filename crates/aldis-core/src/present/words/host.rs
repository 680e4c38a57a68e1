//! Why a host is contacted.

use super::Words;
use crate::catalogue::Surface;
use crate::catalogue::hosts::Purpose;

impl Words {
    /// "status page of ChatGPT"
    pub fn purpose(&self, purpose: &Purpose) -> String {
        let (key, name) = match purpose {
            Purpose::StatusPage(name) => ("host-status-page", name.as_str()),
            Purpose::Surface(Surface::Web, name) => ("host-web", name.as_str()),
            Purpose::Surface(Surface::Api, name) => ("host-api", name.as_str()),
            Purpose::Surface(Surface::Completion, name) => ("host-completion", name.as_str()),
            Purpose::Control => ("host-control", ""),
            Purpose::Resolver => ("host-resolver", ""),
            Purpose::Webhook => ("host-webhook", ""),
        };
        self.text(key, [("name", name.into())])
    }
}
