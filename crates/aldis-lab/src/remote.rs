//! The lab's own door: driven and asked over HTTP while it runs. Loop-back only.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;

use crate::action::Action;
use crate::http::{Request, Response, read_request};
use crate::lab::Config;
use crate::page;
use crate::scenario::Scenario;
use crate::script::Script;
use crate::stage::Stage;
use crate::vendor::{Part, Vendor};

const MAX_CONNECTIONS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(10);
const HELP: &str = "GET  /state                  faults in force, pages, counts
GET  /log                    the connections of each part
GET  /catalogue /settings    services.toml and settings.toml for a watcher
POST /set                    one action as JSON, or a list of them
POST /script[?speed=20]      a script as TOML, in place of the one that plays
POST /scenario?name=2024-11-09[&speed=20]
POST /stop                   stop the script that plays
POST /reset                  all parts healthy, pages idle, log empty, no script
";

/// What every connection to the door shares.
#[derive(Clone)]
struct Door {
    stage: Stage,
    config: Config,
    playing: Arc<Mutex<Playing>>,
}

/// The script that plays, at most one.
#[derive(Default)]
struct Playing {
    task: JoinSet<()>,
    handle: Option<AbortHandle>,
    failed: Arc<std::sync::Mutex<Option<String>>>,
}

/// Opens the door and returns its URL, without a slash at its end.
pub(crate) async fn start(
    stage: &Stage,
    config: &Config,
    tasks: &mut JoinSet<()>,
) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let door = Door {
        stage: stage.clone(),
        config: config.clone(),
        playing: Arc::default(),
    };
    tasks.spawn(listen(listener, door));
    Ok(url)
}

async fn listen(listener: TcpListener, door: Door) {
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (Ok((stream, _)), Ok(place)) = (accepted, Arc::clone(&room).try_acquire_owned())
                else {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                };
                let door = door.clone();
                connections.spawn(async move {
                    // A client that stalls loses its turn and nothing else.
                    let served = timeout(PATIENCE, serve(stream, &door)).await;
                    drop((served, place));
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(mut stream: TcpStream, door: &Door) -> io::Result<()> {
    let Some(request) = read_request(&mut stream).await? else {
        return Ok(());
    };
    let response = door.answer(&request).await;
    stream
        .write_all(&response.head(Some(response.body.len())))
        .await?;
    stream.write_all(&response.body).await?;
    stream.shutdown().await
}

impl Door {
    async fn answer(&self, request: &Request) -> Response {
        // A web page in the user's browser must not be able to drive the lab.
        if request.header("origin").is_some() {
            return Response::text(403, "not from a browser\n");
        }
        match (request.method.as_str(), request.path()) {
            ("GET", "/") => Response::text(200, HELP),
            ("GET", "/state") => Response::json(200, &self.state().await),
            ("GET", "/log") => Response::json(200, &json!({"seen": self.stage.seen()})),
            ("GET", "/catalogue") => Response::text(
                200,
                crate::catalogue::catalogue_toml(&self.stage, &self.config),
            ),
            ("GET", "/settings") => {
                Response::text(200, crate::catalogue::settings_toml(&self.config))
            }
            ("POST", "/set") => self.act(&request.body).await,
            ("POST", "/script") => self.script(request).await,
            ("POST", "/scenario") => self.scenario(request).await,
            ("POST", "/stop") => self.stop().await,
            ("POST", "/reset") => self.reset().await,
            _ => Response::text(404, HELP),
        }
    }

    async fn state(&self) -> Value {
        let faults: Vec<Value> = self
            .stage
            .faults()
            .into_iter()
            .map(|(part, (fault, when))| json!({"part": part, "fault": fault, "when": when}))
            .collect();
        let counts: serde_json::Map<String, Value> = self
            .stage
            .counts()
            .into_iter()
            .map(|(part, count)| (part.to_string(), count.into()))
            .collect();
        let urls: serde_json::Map<String, Value> = Part::all()
            .into_iter()
            .map(|part| (part.to_string(), self.stage.url(part).into()))
            .collect();
        let pages: serde_json::Map<String, Value> = Vendor::ALL
            .into_iter()
            .filter_map(|vendor| {
                let said = self
                    .stage
                    .with_page(vendor, |state| Some(page::digest(state)))?;
                Some((vendor.word().to_owned(), said))
            })
            .collect();
        let playing = self.playing.lock().await;
        let plays = playing
            .handle
            .as_ref()
            .is_some_and(|handle| !handle.is_finished());
        let failed = playing.failed.lock().ok().and_then(|failed| failed.clone());
        json!({"faults": faults, "counts": counts, "urls": urls, "pages": pages,
            "script": {"plays": plays, "failed": failed}})
    }

    async fn act(&self, body: &[u8]) -> Response {
        let one_or_many = serde_json::from_slice::<Action>(body)
            .map(|action| vec![action])
            .or_else(|error| {
                // The error about one action is the helpful one unless a list was sent.
                let list = body.trim_ascii_start().starts_with(b"[");
                if list {
                    serde_json::from_slice::<Vec<Action>>(body)
                } else {
                    Err(error)
                }
            });
        let actions = match one_or_many {
            Ok(actions) => actions,
            Err(error) => return Response::text(400, format!("not an action: {error}\n")),
        };
        for action in &actions {
            if let Err(error) = action.perform(&self.stage).await {
                return Response::text(400, format!("{error}\n"));
            }
        }
        Response::json(200, &json!({"done": actions.len()}))
    }

    async fn script(&self, request: &Request) -> Response {
        let text = String::from_utf8_lossy(&request.body);
        match Script::parse(&text) {
            Ok(script) => self.play(script, request).await,
            Err(error) => Response::text(400, format!("{error}\n")),
        }
    }

    async fn scenario(&self, request: &Request) -> Response {
        match Scenario::named(request.query("name").unwrap_or(Scenario::DEFAULT)) {
            Ok(scenario) => self.play(scenario.script, request).await,
            Err(error) => Response::text(400, format!("{error}\n")),
        }
    }

    async fn play(&self, script: Script, request: &Request) -> Response {
        let speed = match request.query("speed").map(str::parse::<f64>) {
            None => script.speed,
            Some(Ok(speed)) if crate::script::SPEEDS.contains(&speed) => speed,
            Some(_) => return Response::text(400, "a speed must be between 0.01 and 10000\n"),
        };
        let lasts = script.length(speed).as_secs_f64();
        let stage = self.stage.clone();
        let mut playing = self.playing.lock().await;
        *playing = Playing::default();
        let failed = Arc::clone(&playing.failed);
        let handle = playing.task.spawn(async move {
            let played = script.play(&stage, speed, |_| {}).await;
            if let (Err(error), Ok(mut failed)) = (played, failed.lock()) {
                *failed = Some(format!("{:#}", anyhow::Error::from(error)));
            }
        });
        playing.handle = Some(handle);
        Response::json(200, &json!({"lasts_s": lasts}))
    }

    async fn stop(&self) -> Response {
        *self.playing.lock().await = Playing::default();
        Response::json(200, &json!({"done": 1}))
    }

    async fn reset(&self) -> Response {
        *self.playing.lock().await = Playing::default();
        self.stage.wipe_pages();
        let healed = self.stage.heal().await;
        self.stage.forget();
        match healed {
            Ok(()) => Response::json(200, &json!({"done": 1})),
            Err(error) => Response::text(500, format!("{error}\n")),
        }
    }
}
