//! One thing to do to a lab, as scripts and the HTTP door write it.

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, When};
use crate::page::{Impact, Maintenance, Post};
use crate::stage::{LabError, Stage};
use crate::vendor::{Part, Vendor};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Parts begin to misbehave, or stop.
    Set {
        /// Which.
        parts: Vec<Part>,
        /// How.
        fault: Fault,
        /// Which connections meet it.
        #[serde(default)]
        when: When,
    },
    /// All parts work again; pages keep what was posted.
    Heal,
    /// A vendor posts on its status page.
    Post {
        /// Who.
        vendor: Vendor,
        /// What.
        post: Post,
    },
    /// A vendor announces work, begins it or ends it.
    Maintain {
        /// Who.
        vendor: Vendor,
        /// What.
        maintenance: Maintenance,
    },
    /// A page's headline says something else than its parts, or is honest again.
    Headline {
        /// Whose.
        vendor: Vendor,
        /// What it says; honest when absent.
        #[serde(default)]
        says: Option<Impact>,
    },
    /// Every page is idle, as if nothing had ever been posted.
    WipePages,
}

impl Action {
    /// Does it. When this returns, every further connection meets the new state.
    pub async fn perform(&self, stage: &Stage) -> Result<(), LabError> {
        match self {
            Self::Set { parts, fault, when } => {
                for part in parts {
                    stage.set_when(*part, fault.clone(), *when).await?;
                }
                Ok(())
            }
            Self::Heal => stage.heal().await,
            Self::Post { vendor, post } => stage.post(*vendor, post.clone()),
            Self::Maintain {
                vendor,
                maintenance,
            } => stage.maintain(*vendor, maintenance.clone()),
            Self::Headline { vendor, says } => stage.headline(*vendor, *says),
            Self::WipePages => {
                stage.wipe_pages();
                Ok(())
            }
        }
    }
}
