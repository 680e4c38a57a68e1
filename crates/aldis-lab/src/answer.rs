//! What a healthy part answers: the pages, front doors and controls as CATALOGUE.md §3 saw them.

use serde_json::json;

use crate::http::{Request, Response};
use crate::model;
use crate::page;
use crate::spoil::SIGN_IN;
use crate::stage::Stage;
use crate::vendor::{KNOWN_ELSEWHERE, Part, Vendor};

/// The right answer.
pub(crate) fn answer(part: Part, request: &Request, stage: &Stage) -> Response {
    match part {
        Part::Page(vendor) => status_page(vendor, request, stage),
        Part::Web(vendor) => web(vendor, request),
        Part::Api(vendor) => api(vendor),
        Part::Completion(vendor) => model::answer(vendor, request),
        Part::Control(operator) => Response::text(200, operator.body()),
        Part::Resolver => resolve(request),
        Part::Portal => Response::html(200, SIGN_IN),
    }
}

fn status_page(vendor: Vendor, request: &Request, stage: &Stage) -> Response {
    let rendered = stage.with_page(vendor, |state| {
        page::render(
            vendor,
            state,
            request.path(),
            &stage.url(Part::Page(vendor)),
        )
    });
    let Some(response) = rendered else {
        return Response::html(404, "<!doctype html><title>Page not found</title>");
    };
    let tag = etag(&response.body);
    if request.header("if-none-match") == Some(tag.as_str()) {
        return Response::text(304, "").with("etag", tag);
    }
    response.with("etag", tag)
}

/// As the public resolvers answer `application/dns-json`.
fn resolve(request: &Request) -> Response {
    let name = request.query("name").unwrap_or_default();
    let answer = if name == KNOWN_ELSEWHERE {
        json!({"Status": 0, "Question": [{"name": name, "type": 1}],
            "Answer": [{"name": name, "type": 1, "TTL": 60, "data": "127.0.0.1"}]})
    } else {
        json!({"Status": 3, "Question": [{"name": name, "type": 1}]})
    };
    Response::json(200, &answer)
}

/// FNV-1a: the same body has the same tag in every run.
fn etag(body: &[u8]) -> String {
    let hash = body.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    format!("\"{hash:016x}\"")
}

fn web(vendor: Vendor, request: &Request) -> Response {
    if request.path() == "/cdn-cgi/trace" {
        let trace = format!("fl=0f0\nh={}.invalid\nvisit_scheme=http\n", vendor.word());
        return Response::text(200, trace);
    }
    let body = format!("<!doctype html><title>{}</title><p>Hello.", vendor.word());
    Response::html(200, body)
}

/// The front door without a key.
fn api(vendor: Vendor) -> Response {
    match vendor {
        Vendor::OpenAi => {
            let error = json!({"error": {
                "message": "Missing bearer authentication in header",
                "type": "invalid_request_error", "param": null, "code": null}});
            Response::json(401, &error).with("www-authenticate", "Bearer realm=\"OpenAI API\"")
        }
        Vendor::Anthropic => {
            let error = json!({"type": "error", "error": {
                "type": "authentication_error", "message": "x-api-key header is required"}});
            Response::json(401, &error)
        }
        Vendor::Google => {
            let error = json!({"error": {
                "code": 403, "message": "Method doesn't allow unregistered callers",
                "status": "PERMISSION_DENIED"}});
            Response::json(403, &error)
        }
        Vendor::Microsoft | Vendor::GitHub => {
            Response::json(401, &json!({"message": "Requires authentication"}))
        }
    }
}
