//! The pages' fixed facts: names, ids and components as the vendors had them in October 2026.

use crate::vendor::Vendor;

/// A page that does not change with its incidents.
#[derive(Debug)]
pub(crate) struct PageFacts {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) host: &'static str,
    pub(crate) components: &'static [ComponentFacts],
}

/// One component.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ComponentFacts {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) group: Option<&'static Group>,
}

/// A group of components.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
}

const CHATGPT: Group = Group {
    id: "01K5H8S53SY1KMS4GQMNMZXTR1",
    name: "ChatGPT",
};
const APIS: Group = Group {
    id: "01K5H8S53SY1KMS4GQMNMQM1K5",
    name: "APIs",
};

const fn part(
    id: &'static str,
    name: &'static str,
    group: Option<&'static Group>,
) -> ComponentFacts {
    ComponentFacts { id, name, group }
}

const OPENAI: PageFacts = PageFacts {
    id: "01JMDK9XYNY6RXSED6SDWW50WY",
    name: "OpenAI",
    host: "status.openai.com",
    components: &[
        part(
            "01JMXBNJXGV1T5GT2M9XA83XNG",
            "Conversations",
            Some(&CHATGPT),
        ),
        part("01JMXBNJXG1S2D9V65P1ZZTD94", "Login", Some(&CHATGPT)),
        part("01JMXBNJXGKKP51D4DEJ2HZJ8Q", "Search", Some(&CHATGPT)),
        part("01JMXBNJXG1YMQPPCPCQX3MPA2", "File uploads", Some(&CHATGPT)),
        part("01JMXBNJXGGT5SR5DB9J7GYY48", "Voice mode", Some(&CHATGPT)),
        part("01JSFK5QX36ZRW0TW0ZV0ZYFXQ", "GPTs", Some(&CHATGPT)),
        part(
            "01JQ7EKW990MSPSWVXC7VPV2ZJ",
            "Image Generation",
            Some(&CHATGPT),
        ),
        part(
            "01JSYVYQSWMJ9QG35XHP08BHA7",
            "Deep Research",
            Some(&CHATGPT),
        ),
        part(
            "01JMXBRMFE6N2NNT7DG6XZQ6PW",
            "Chat Completions",
            Some(&APIS),
        ),
        part("01JP8CD9JR3HR6Y7G4Q75N4DVW", "Responses", Some(&APIS)),
        part("01JMXBRMFE4MAP2BHSJNZ787WX", "Images", Some(&APIS)),
        part("01JMXBRMFEV0AJ0VVS68N9CD6R", "Embeddings", Some(&APIS)),
        part("01JSM5RTJWHRWDTS6Q604VEW3B", "Login", Some(&APIS)),
    ],
};

const CLAUDE: PageFacts = PageFacts {
    id: "tymt9n04zgry",
    name: "Claude",
    host: "status.claude.com",
    components: &[
        part("rwppv331jlwc", "claude.ai", None),
        part("0qbwn08sd68x", "Claude Console (platform.claude.com)", None),
        part("k8w3r06qmzrp", "Claude API (api.anthropic.com)", None),
        part("yyzkbfz2thpt", "Claude Code", None),
    ],
};

const GITHUB: PageFacts = PageFacts {
    id: "kctbh9vrtdwd",
    name: "GitHub",
    host: "www.githubstatus.com",
    components: &[
        part("pjmpxvq2cmr2", "Copilot", None),
        part("cnnb39dkkk82", "Copilot AI Model Providers", None),
        part(
            "0l2p9nhqnxpd",
            "Visit www.githubstatus.com for more information",
            None,
        ),
    ],
};

/// The facts of a vendor's page, where the lab plays one.
pub(crate) const fn of(vendor: Vendor) -> Option<&'static PageFacts> {
    match vendor {
        Vendor::OpenAi => Some(&OPENAI),
        Vendor::Anthropic => Some(&CLAUDE),
        Vendor::GitHub => Some(&GITHUB),
        Vendor::Google | Vendor::Microsoft => None,
    }
}
