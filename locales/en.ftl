# Every sentence Aldis says. The programs and the window read this same file.
# Keys that begin with `ui-` are for the window; what the window does not name itself
# (reasons, states, outcomes) comes to it ready-made.
# $time, $from, $to, $date and $duration arrive already formatted.

## Window: frame
ui-close = Close
ui-loading = One moment…
ui-check-now = Check now
ui-checking = Checking…
ui-never-looked = Not looked at yet
ui-settings = Settings

## Window: Now
ui-now = Now
ui-services = Your chatbots
ui-since = since { $time }
ui-muted = Muted
ui-mute = Mute { $name }
ui-unmute = Unmute
ui-mute-hour = For 1 hour
ui-mute-tomorrow = Until tomorrow
ui-mute-back = Until it works again
ui-latency = Response time
ui-latency-usual = usually { $ms } ms

## Window: the strip of the last 24 hours
ui-strip = Last 24 hours
ui-strip-of = { $name }, last 24 hours
ui-strip-from = 24 h ago
ui-strip-to = now
ui-legend-operational = working
ui-legend-degraded = degraded
ui-legend-partial-outage = partly out
ui-legend-major-outage = outage
ui-legend-maintenance = maintenance
ui-legend-unknown = not seen (asleep, offline or not running)

## Window: use instead
ui-use-instead = Use instead
ui-use-instead-none = None of the chatbots you watch can stand in right now.
ui-use-instead-none-hint = Watch one of another maker too, and it is suggested here.
ui-open = Open
ui-open-name = Open { $name }
ui-open-with-prompt = Open with my prompt
ui-open-with-prompt-name = Open { $name } with my prompt
ui-prompt = My prompt
ui-prompt-placeholder = Paste your question to take it along
ui-prompt-copied = Your prompt is on the clipboard too.
ui-prompt-copied-only = Your prompt is on the clipboard: paste it there.

## Window: Incident
ui-incidents = Incidents
ui-incident-duration = Lasted { $duration }
ui-incident-duration-so-far = { $duration } so far
ui-incident-gone = This incident is no longer in the list.
ui-incidents-today = In the last 24 hours
ui-how-we-know = How we know
ui-our-looks-none = We do not look at this service ourselves; we go by its status page.
ui-our-network = Your internet
ui-their-page = Their status page
ui-common = Common cause
ui-layers = Where the time went
ui-surface-web = Website
ui-surface-api = API
ui-surface-completion = Real request
ui-says-works = works
ui-says-fails = fails
ui-says-nothing = says nothing either way
ui-affected = Affected
ui-timeline = Timeline
ui-timeline-empty = Nothing written down yet.
ui-quote-no-time = no time given
ui-open-vendor-page = Open their status page
ui-open-vendor-incident = Open this incident on their page
ui-what-you-can-do = What you can do
ui-do-wait = It is on their side. Nothing on your computer needs fixing.
ui-do-offline = Check your Wi-Fi or cable, then your router.
ui-do-captive = Open any website and sign in to the network.
ui-do-impaired = Move closer to your Wi-Fi, or pause large downloads and the VPN.
ui-do-resolver = Restart your router, or choose another DNS server.
ui-do-proxy = See whether your proxy runs and wants a password, or change it in the settings.
ui-do-interception = Open any website: a sign-in page may be waiting. If not, ask who runs the network.
ui-do-clock = Set your computer's date and time.
ui-how-it-is-now = How it looks now
ui-do-quota = Your account with them has no quota left: look at your plan or billing there.
ui-do-key = Your key was refused: put a new one into the settings.
ui-do-country = They do not serve the country you are in. A VPN that is on may be the cause.
ui-do-works-here = It works from here. If it fails for you: reload, clear the site's cookies, or try another browser.
ui-copy-report = Copy a report
ui-await = Tell me when it is back
ui-await-asked = Aldis tells you once { $name } is back, even while it is muted.
ui-await-dropped = Aldis tells you of { $name } as usual.
ui-broken = It does not work for me
ui-broken-said = Aldis takes a closer look at { $name } now.
ui-broken-dropped = Taken back: { $name } works for you.
ui-report-copied = Report copied

## Window: nothing to show, and trouble of our own
ui-no-lamp = The lamp is not running.
ui-no-lamp-detail = Start Aldis and this window shows your chatbots.
ui-lost-headline = What was last seen, no longer kept up to date.
ui-start-lamp = Start Aldis again
ui-reconnecting = Connection to the lamp lost. Reconnecting…
ui-reconnecting-detail = What you see was true at { $time }.
ui-nothing-watched = Nothing is being watched.
ui-nothing-watched-detail = Add a chatbot and it appears here.
ui-faults-count = { $count ->
    [one] 1 thing about Aldis itself needs a look
   *[other] { $count } things about Aldis itself need a look
}
ui-faults-in-files = { $count ->
    [one] 1 thing in your files needs a look
   *[other] { $count } things in your files need a look
}
ui-failed = That did not work: { $why }

## Window: keyboard
ui-keys = Keyboard
ui-keys-move = Move in a list
ui-keys-open = Open
ui-keys-back = Back, then close
ui-keys-check = Check now

## Window: kept by ui/
ui-usual = usually { $latency }
ui-checked-ago = Checked { $ago }
ui-still-open = still going on
ui-teller-us = Our checks
ui-teller-them = Their page
ui-phase-investigating = investigating
ui-phase-identified = identified
ui-phase-monitoring = monitoring
ui-phase-resolved = resolved
ui-phase-postmortem = postmortem
ui-phase-scheduled = scheduled
ui-phase-in_progress = in progress
ui-phase-verifying = verifying
ui-phase-completed = completed

## Window: incidents, history, settings, welcome
ui-pages = Pages
ui-undo = Undo
ui-cancel = Cancel
ui-keep = Save
ui-add = Add
ui-remove = Remove
ui-delete = Delete
ui-history = History
ui-search = Search incidents
ui-search-none = Nothing matches.
ui-muted-name = { $name } is muted.
ui-strip-legend = Hatched: { ui-legend-unknown }
ui-rows-legend = Bar: the last 24 hours. Seconds: how long an answer takes.
ui-incidents-span = The last 90 days
ui-incidents-never = No incidents so far
ui-incidents-never-detail = What goes wrong from now on is kept here for 90 days.
ui-incidents-count = { $count ->
    [one] 1 incident
   *[other] { $count } incidents
}
ui-history-unread = History cannot be read right now.
ui-filter-service = Which chatbot
ui-filter-all = All chatbots
ui-export = Save a copy of the incidents
ui-exported = Saved as { $path }
ui-reach = How far back
ui-reach-day = 24 h
ui-reach-week = 7 d
ui-reach-month = 30 d
ui-reach-quarter = 90 d
ui-comparison = Chatbots side by side
ui-not-observed = not seen
ui-days-from = One bar a day, 90 days
ui-availability-of = Working, of the time observed
ui-days-of = { $count ->
    [one] 1 day
   *[other] { $count } days
} { $state }
ui-history-none = Nothing to look back on yet
ui-history-none-detail = After some hours of watching, this page tells how your chatbots did.
ui-out = Outage
ui-out-none = none
ui-recovery = Median time to recover
ui-incidents-number = Incidents
ui-late = Their page is usually late by
ui-late-published = Such pages are usually late by
ui-observed = Of { $duration } that Aldis watched; the rest counts neither way.
ui-latency-band = Line: half answer quicker; shade: nine in ten.
ui-latency-none = No answers in this time.
ui-latency-told = { $surface }: { $low } to { $high }.
ui-add-chatbot = Add a chatbot
ui-add-page = Add a status page
ui-page-address = Address of the status page
ui-page-looking = Looking…
ui-page-look = Find
ui-page-parts = Which parts do you use? None means the whole page.
ui-watched = Watched
ui-watched-count = { $count ->
    [one] 1 watched
   *[other] { $count } watched
}
ui-removed = { $name } is no longer watched.
ui-move-up = Move { $name } up
ui-move-down = Move { $name } down
ui-prefer = Suggest first
ui-prefer-none = No order of your own: Aldis suggests what fits best.
ui-prefer-add = Add to your order
ui-prefer-choose = Choose…
ui-prefer-remove = Take { $name } out of your order
ui-prefer-changed = Your order is saved.
ui-remove-name = Stop watching { $name }
ui-add-name = Watch { $name }
ui-catalogue-search = Search by name, maker or ability
ui-found-count = { $count ->
    [one] 1 found
   *[other] { $count } found
}
ui-part-chatbots = Chatbots
ui-part-notifications = Notifications
ui-part-general = General
ui-part-keys = API keys
ui-part-network = Network
ui-part-data = Data
ui-part-about = About Aldis
ui-settings-unread = The settings cannot be read right now.
ui-tell-about = Tell me about
ui-level-off = nothing
ui-level-outages = outages
ui-level-degraded = outages and slowness
ui-level-each = For one chatbot only
ui-level-as-above = as above
ui-tell-recoveries = Tell me when it works again
ui-quiet-hours = Quiet hours
ui-quiet-hours-hint = No notifications in this time
ui-quiet-span = Every day
ui-quiet-from = Quiet from
ui-quiet-to = Quiet until
ui-start-at-login = Start when I sign in
ui-start-at-login-unknown = This system does not let Aldis start by itself.
ui-language = Language
ui-language-system = As the system
ui-theme = Appearance
ui-theme-system = System
ui-theme-light = Light
ui-theme-dark = Dark
ui-keys-why = With your own key, Aldis asks the model itself for one word: the surest test. It costs a fraction of a cent, at most { $daily } times a day. Keys stay in the key store of your computer.
ui-key-store-closed = The key store of this computer cannot be opened.
ui-key-is-kept = key kept
ui-key-none = no key
ui-key-missing = Needs a key first
ui-key-kept = The key is in your key store.
ui-key-forgotten = The key is removed.
ui-key-test = Test
ui-key-testing = Testing…
ui-key-test-name = Test the key { $name }
ui-key-forget-name = Remove the key { $name }
ui-key-add-name = Add a key for { $name }
ui-key-of = Key for { $name }
ui-key-paste = Paste the key
ui-key-keep = Save
ui-ask-models = Ask the model itself
ui-proxy = Proxy
ui-proxy-way = Reach the network
ui-proxy-system = as the system does
ui-proxy-none = directly
ui-proxy-own = through a proxy
ui-proxy-address = Address of the proxy
ui-intervals = How often to look
ui-interval-edge = Websites and APIs
ui-interval-status_page = Status pages
ui-interval-completion = Models, with your key
ui-every = every { $duration }
ui-intervals-why = When something fails, Aldis looks again sooner by itself.
ui-metered = Spare data: look seldom
ui-metered-system = where the system says so
ui-metered-yes = always
ui-metered-no = never
ui-place-history = History
ui-place-settings = Settings file
ui-open-settings = Open the settings file
ui-delete-history = Delete all history
ui-delete-history-hint = Incidents, availability and response times. Settings stay.
ui-history-deleted = History is deleted.
ui-about = A lamp in the tray that shows whether your AI chatbots work. No account, no telemetry.
ui-hosts = Whom Aldis contacts, and why
ui-hosts-nothing-else = Nothing else is contacted, and nothing is sent but the requests themselves.
ui-licences = What Aldis is made of
ui-licences-own = Aldis itself: MIT or Apache-2.0, as you like.
ui-welcome-chatbots = Which chatbots do you use?
ui-welcome-chatbots-detail = Aldis watches them and tells you when one is down.
ui-welcome-notifications = What should Aldis tell you?
ui-welcome-notifications-detail = One notice per outage, and one when it is over.
ui-welcome-login = Always there?
ui-welcome-login-detail = Aldis is small: it can start with your computer and watch quietly.
ui-step = Step { $step } of { $all }
ui-skip = Skip
ui-next = Next
ui-finish = Done
ui-keys-pages = Go to a page
ui-keys-this = Shows this

## States
health-operational = working
health-degraded = degraded
health-partial-outage = partly out
health-major-outage = outage
health-maintenance = maintenance
health-unknown = can't see
state-confirming = possible outage
state-slow = slow
state-recovering = coming back
state-reported = trouble reported
clock-at-the-latest = { $time } at the latest
clock-between = { $time } at the latest (it worked at { $worked })
duration-at-least = at least { $duration }
state-since = { $state } since { $time }
confidence-possible = possible: one sign, being checked
confidence-likely = likely: one kind of evidence says so
confidence-confirmed = confirmed: seen from here, while your internet is fine
confidence-confirmed-well = confirmed: seen from here
confidence-reported = reported by the vendor, not seen from here

## Times
duration-seconds = { $s } s
duration-minutes = { $m } min
duration-hours = { $h } h
duration-hours-minutes = { $h } h { $m } min
duration-days = { $d ->
    [one] { $d } day
   *[other] { $d } days
}
duration-days-hours = { $d ->
    [one] { $d } day { $h } h
   *[other] { $d } days { $h } h
}
ago = { $duration } ago
ago-now = just now
ui-date = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
clock-day = { ui-date }, { $time }
clock-year = { ui-date } { $year }, { $time }
list-last = { $rest } and { $last }
list-more = { $rest } and { $count } more

## Where we look, and the layers a look goes through
surface-web = website
surface-api = API
surface-completion = real request
layer-dns = finding the address
layer-connect = connecting
layer-tls = securing the connection
layer-send = sending the request
layer-first-byte = waiting for the first byte
layer-body = reading the answer
layer-name-dns = DNS
layer-name-connect = connect
layer-name-tls = TLS
layer-name-send = send
layer-name-first-byte = first byte
layer-name-body = answer
layer-name-first-token = first word

## How a look ended: whole, for “How we know”
outcome-answered = answered with { $status } in { $duration }
outcome-refused = connection refused
outcome-reset = connection cut while { $layer }
outcome-timed-out = no answer within { $duration } while { $layer }
outcome-name-unknown = the name has no address
outcome-tls-wrong-name = the certificate is another site's
outcome-tls-unknown-issuer = the certificate comes from nobody this computer trusts
outcome-tls-expired = the certificate has expired
outcome-tls-not-yet-valid = the certificate is not valid yet
outcome-tls-broken = the secure connection failed: { $why }
outcome-challenged = a bot check answered instead ({ $status })
outcome-rate-limited = our test requests were limited ({ $status })
outcome-rate-limited-wait = our test requests were limited ({ $status }), asked to wait { $duration }
outcome-redirected-away = sent away to { $host }
outcome-wrong-body = answered with { $status }, but not what it should say
outcome-too-large = the answer went on past { $size } MiB
outcome-proxy-failed = your proxy does not let it through
outcome-offline = no network at all
outcome-failed-in-stream = the answer began and broke: { $why }
outcome-overloaded = they say they are overloaded ({ $status })
outcome-over-quota = your account has no quota or credit left ({ $status })
outcome-over-quota-wait = your account has used up what it may ask for and may ask again in { $duration } ({ $status })
outcome-key-refused = your key was not accepted ({ $status })
outcome-not-here = they do not serve the country you are in ({ $status })
outcome-no-key = there is no key for it in your key store
outcome-no-key-store = your key store cannot be opened
outcome-says-works = { $what }, as it does when it works
outcome-says-fails = { $what }: a failure
outcome-says-nothing = { $what }: says nothing either way
completions-spent = { $spent } of { $daily } real requests today

## How a look ended: in brackets
brief-answered = answers { $status }
brief-server-error = server error { $status }
brief-refused = connection refused
brief-reset = connection cut
brief-timed-out = no answer in time
brief-name-unknown = address not found
brief-tls-broken = secure connection fails
brief-challenged = a bot check answers
brief-rate-limited = test requests limited
brief-redirected-away = sent to another site
brief-wrong-body = wrong answer
brief-too-large = endless answer
brief-proxy-failed = proxy in the way
brief-offline = no network
brief-failed-in-stream = answer breaks off
brief-overloaded = overloaded
brief-over-quota = your quota is used up
brief-key-refused = your key is refused
brief-not-here = not served in your country
brief-no-key = no key
brief-no-key-store = no key store

## Why we say so
reason-not-looked-yet = Not looked at yet.
reason-stale = What we knew is too old to go by.
reason-nothing-speaks = Nothing we can look at says how it is: no readable status page, no test request that tells.
reason-answers = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}.
reason-answers-page-fine = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}; no open incident.
reason-answers-page-trouble = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}; their status page reports trouble.
reason-answers-page-held = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}; their status page has just begun to report trouble, which often lasts for seconds only.
reason-answers-page-unconfirmed = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}; the status page believed to be theirs reports no trouble.
reason-answers-page-unreadable = { $good } of { $all } { $all ->
    [one] surface answers
   *[other] surfaces answer
}; their status page cannot be read.
reason-page-fine = Their status page reports no trouble.
reason-page-trouble = Their status page reports trouble.
reason-page-held = Their status page reports trouble since a moment ago; it often does for seconds only, so the next reading decides.
reason-page-unconfirmed = The status page believed to be theirs reports no trouble, which proves nothing.
reason-page-unreadable = Their status page cannot be read.
reason-fails = { $failed } of { $all } { $all ->
    [one] test request
   *[other] test requests
} { $failed ->
    [one] fails
   *[other] fail
} ({ $how }).
reason-fails-net-fine = { $failed } of { $all } { $all ->
    [one] test request
   *[other] test requests
} { $failed ->
    [one] fails
   *[other] fail
} ({ $how }), your internet is fine.
reason-fails-net-partly = { $failed } of { $all } { $all ->
    [one] test request
   *[other] test requests
} { $failed ->
    [one] fails
   *[other] fail
} ({ $how }), your internet works ({ $good } of { $controls } checks).
reason-all-fail = Every test request fails ({ $how }).
reason-all-fail-net-fine = Every test request fails ({ $how }), your internet is fine.
reason-all-fail-net-partly = Every test request fails ({ $how }), your internet works ({ $good } of { $controls } checks).
reason-fails-page-fine = Status page still green; it is usually { $duration } late.
reason-fails-page-fine-published = Status page still green; such pages are usually { $duration } late.
reason-fails-page-resolved = They say resolved; still failing here.
reason-fails-page-maintenance = Their status page speaks of announced maintenance.
reason-fails-page-overrun = Their announced maintenance should be over by now.
reason-fails-page-trouble = Their status page reports trouble too.
reason-fails-page-held = Their status page has just begun to report trouble.
reason-fails-page-unconfirmed = The status page believed to be theirs reports no trouble.
reason-fails-page-unreadable = Their status page cannot be read.
reason-confirming = { $failed } of { $all } { $all ->
    [one] test request
   *[other] test requests
} failed ({ $how }); looking again to be sure.
reason-recovering = It answers again ({ $good } in a row); waiting to be sure.
reason-slow = It has become slow: { $lately } to the first byte, { $usual } is usual at this time of day. Your own line is not why.
reason-slow-model = The model has become slow: { $lately } to the first word, { $usual } is usual at this time of day. Your own line is not why.
reason-fails-at-times = It fails now and then: { $failed } of { $all } test requests in the last hour, far more than usual.
reason-vendor-reports = Their status page reports “{ $what }”.
reason-vendor-reports-works-here = Their status page reports “{ $what }”; it works from here.
reason-vendor-reports-works-again = Works again here; their status page still reports “{ $what }”.
reason-vendor-reports-front-door = Their status page reports “{ $what }”; our checks reach only the front door, which answers.
reason-maintenance-overrun = Announced maintenance: “{ $what }”; it should be over by now.
reason-maintenance = Announced maintenance: “{ $what }”.

## The evidence, piece by piece
evidence-outage-strongly = speaks strongly for an outage
evidence-outage-somewhat = speaks somewhat for an outage
evidence-outage-little = speaks a little for an outage
evidence-working-strongly = speaks strongly for working
evidence-working-somewhat = speaks somewhat for working
evidence-working-little = speaks a little for working
evidence-moves-nothing = adds next to nothing
evidence-repeats = { $moved }; the same was seen a moment before, so it counts for less
evidence-ignored = does not count: { $why }
ignored-our-network = your own internet was not fine
ignored-resolver = your DNS server did not know an address that exists
ignored-proxy = your proxy did not let it through
ignored-interception = something on your network answered instead
ignored-clock = your computer's clock may be wrong
ignored-name-unchecked = nobody else could be asked for the address
ignored-bot-wall = a bot check answered, which says nothing about the service
ignored-asked-too-often = Aldis asked too often, so being limited is no surprise
ignored-never-let-in = Aldis is limited here from the start
ignored-own-account = it concerns your own key, account or country
ignored-unknown-answer = an answer that says neither well nor ill
ignored-not-the-service = it was not the service that answered
ignored-before-gap = it began before your computer slept or changed its network
opinion-blank = nothing fresh to go by
opinion-works = taken together: it works
opinion-suspect = taken together: something seems wrong, not sure yet
opinion-unreliable = taken together: it is unreliable
opinion-out = taken together: it is down
opinion-recovering = taken together: it answers again, not for long enough yet
evidence-usual-assumed = Assumed until learned: when nothing is wrong, 1 of { $all } test requests fails all the same ({ $looks } seen so far).
evidence-usual-learned = Learned from { $looks } test requests: when nothing is wrong, 1 of { $all } fails all the same.
evidence-drift = In the last hour { $failed } of { $all } test requests failed; the first answer usually takes { $usual }, lately { $lately }.
evidence-drift-slow = It has become slow: the first answer usually takes { $usual }, lately { $lately }; our checks of your own line are no slower. In the last hour { $failed } of { $all } test requests failed.
evidence-drift-failing = In the last hour { $failed } of { $all } test requests failed, far more than usual; the first answer usually takes { $usual }, lately { $lately }.
evidence-drift-with-others = It drifts (first answer usually { $usual }, lately { $lately }; { $failed } of { $all } test requests failed in the last hour), but others began to at the same time: it may be the way to them, so it does not count.
evidence-page-nothing = The page adds nothing.
evidence-page-well = The page says that all is well.
evidence-page-silent = The page has been silent for { $duration } while test requests fail: that { $moved }.
evidence-page-incident = The page reports an incident: that { $moved }.
evidence-page-critical = The page reports an outage: that { $moved }.
evidence-left-out-noise = Left out: “{ $title }” is of a kind that this page reports all the time.
evidence-left-out-elsewhere = Left out: “{ $title }” is in other regions only.
evidence-left-out-permanent = Left out: “{ $title }” has been open for so long that it is how things are.
evidence-said-broken = You said at { $time } that it is broken for you: that { $moved }. It counts for ten minutes, and never alone.
evidence-upstream-shared = Others that stand on { $name } fail too: that is where to look.
evidence-upstream-reported = It stands on { $name }, whose own page reports an outage.
evidence-way = Others that have nothing in common with it fail too: the way from here to them may be the cause.
evidence-loss-none = Hardly any request gets lost on your side.
evidence-loss = About 1 of { $all } requests gets lost on your side, so a failure proves less.

## Our own network
vantage-online = Your internet is fine ({ $good } of { $all } checks answer).
vantage-online-plain = Your internet is fine.
vantage-impaired-plain = Your internet is slow or lossy, so a single failure proves little.
vantage-waking = Just started, woken up or on another network: checking your internet first.
vantage-captive = A sign-in page stands between you and the internet. Open any website and sign in.
vantage-impaired = Your internet is slow or lossy ({ $good } of { $all } checks answer), so a single failure proves little.
vantage-offline = You are offline, so nothing can be seen from here. Check Wi-Fi or cable.
vantage-resolver = Your DNS server does not know addresses that exist. Restart your router, or choose another DNS server.
vantage-proxy = Your proxy does not let Aldis through. See whether it runs and wants a password, or change it in the settings.
vantage-interception = Something on your network reads secure connections: a sign-in page, a filter or security software. Open any website, or ask who runs the network.
vantage-clock = Your computer's clock is wrong, so secure connections fail. Set its date and time.

## How sparing we are
thrift-saved-power = Looking less often: your computer saves power.
thrift-low-battery = Looking seldom: the battery is low.
thrift-metered-link = Looking seldom: this network is metered.

## Headline
headline-nothing-watched = Nothing is being watched.
headline-first-look = Looking for the first time…
headline-waking = Checking your internet, then looking again…
headline-captive = A sign-in page is in the way.
headline-offline = Can't see from here: you are offline.
headline-impaired = Can't see clearly from here: your internet is slow or lossy.
headline-resolver = Can't see from here: your DNS server fails.
headline-proxy = Can't see from here: your proxy is in the way.
headline-interception = Can't see from here: something on your network reads secure connections.
headline-clock = Can't see from here: your computer's clock is wrong.
headline-well = All your chatbots work.
headline-well-one = { $name } works.
headline-down = { $count ->
    [one] { $names } is down. It's them, not you.
   *[other] { $names } are down. It's them, not you.
}
headline-partly-down = { $count ->
    [one] { $names } is partly down. It's them, not you.
   *[other] { $names } are partly down. It's them, not you.
}
headline-likely-down = { $count ->
    [one] { $names } is probably down. It looks like them, not you.
   *[other] { $names } are probably down. It looks like them, not you.
}
headline-reported-down = { $count ->
    [one] { $names } is down, says its status page.
   *[other] { $names } are down, say their status pages.
}
headline-recovering = { $count ->
    [one] { $names } is coming back.
   *[other] { $names } are coming back.
}
headline-confirming = { $count ->
    [one] { $names } may be down. Making sure…
   *[other] { $names } may be down. Making sure…
}
headline-degraded = { $count ->
    [one] { $names } is having trouble.
   *[other] { $names } are having trouble.
}
headline-reported = { $count ->
    [one] { $names } reports trouble.
   *[other] { $names } report trouble.
}
headline-reported-works-here = { $count ->
    [one] { $names } reports trouble, but it works from here.
   *[other] { $names } report trouble, but they work from here.
}
headline-unseen = { $count ->
    [one] Can't see how { $names } is.
   *[other] Can't see how { $names } are.
}
headline-unseen-all = Can't see how your chatbots are.
headline-maintenance = { $count ->
    [one] { $names } is under maintenance, as announced.
   *[other] { $names } are under maintenance, as announced.
}
detail-since = Since { $time }. { $reason }
detail-of = { $name }: { $reason }
detail-of-since = { $name }, since { $time }: { $reason }
detail-looked = Last looked at { $time }.

## The vendor's page
page-none = They have no status page that Aldis can read.
page-not-yet = Their page has not been read yet.
page-operational = Their page says everything works (read { $ago }).
page-degraded = Their page says: degraded (read { $ago }).
page-partial-outage = Their page says: partly out (read { $ago }).
page-major-outage = Their page says: outage (read { $ago }).
page-maintenance = Their page says: maintenance (read { $ago }).
page-unknown = Their page says nothing we can go by (last good answer { $ago }).
page-incident = Their page says “{ $title }”: { $stage } (read { $ago }).
page-unreadable = Their page could not be read: { $why }; last good answer { $ago }.
page-unreadable-never = Their page could not be read: { $why }; never read so far.
page-unreachable = Their page could not be reached: { $why }; last good answer { $ago }.
page-unreachable-never = Their page could not be reached: { $why }; never read so far.
page-frozen = its own clock has stood still since { $ago }
page-platform = most status pages that { $platform } runs cannot be read at present
page-error-empty = it is empty
page-error-html = a web page came where data was due
page-error-not-this-format = it is not in the form we know
page-error-missing = “{ $field }” is missing
page-error-unknown-value = “{ $field }” says “{ $value }”, a word we do not know
stage-investigating = investigating
stage-identified = cause identified
stage-monitoring = monitoring
stage-resolved = resolved
stage-postmortem = review published
impact-none = no impact
impact-maintenance = maintenance
impact-minor = minor
impact-major = major
impact-critical = critical

## Incidents
incident-down = { $name } is down
incident-partly-down = { $name } is partly down
incident-degraded = { $name } is having trouble
incident-maintenance = { $name } is under maintenance
incident-open = { $name } has an incident
incident-was-down = { $name } was down
incident-was-partly-down = { $name } was partly down
incident-was-degraded = { $name } had trouble
incident-was-maintenance = { $name } was under maintenance
incident-was-open = { $name } had an incident
happening-last-worked = Last seen working; it failed at the next look.
happening-first-failure = First failure ({ $surface }): { $how }.
happening-confirmed = Confirmed: by then { $failed } of { $all } { $all ->
    [one] test request
   *[other] test requests
} had failed.
happening-slowed = Sure that it became slow ({ $surface }): first answer in { $lately }, usually { $usual }.
happening-became-operational = It works again.
happening-became-degraded = From here on: having trouble.
happening-became-partial-outage = From here on: partly down.
happening-became-major-outage = From here on: down.
happening-became-maintenance = From here on: announced maintenance.
happening-became-unknown = From here on: can no longer be seen.
happening-posted = Their status page named it: “{ $title }”.
happening-works-again = It works again, as seen from here.
happening-reopened = It failed again: the same incident goes on.
happening-ended = It is over.
lead-us = we saw it { $duration } before their page
lead-them = their page was { $duration } ahead of us
lead-same = we and their page saw it at the same time
noticed-us = we saw it; their page says nothing of it
noticed-them = only their page told of it
noticed-both = we saw it, and so did their page

## What a chatbot can do
capability-chat = chat
capability-images = images
capability-voice = voice
capability-web-search = web search
capability-files = files
capability-code = code
capability-video = video
capability-api = API
capability-login = sign-in
ability-chat = chats
ability-images = makes images
ability-voice = speaks and listens
ability-web-search = searches the web
ability-files = reads files
ability-code = writes code
ability-video = makes video
ability-api = has an API
ability-login = has accounts
why-working = working, checked { $ago }
why-no-sign-in = no sign-in

## Faults of Aldis itself
fault-history = History is not being saved: { $why }. Check free space and permissions of the data folder.
fault-history-moved-aside = The history file was damaged. It was kept as { $file }, and a new one was started.
fault-no-tray = Your desktop shows no tray, so the lamp cannot be seen there. Switch on its tray (AppIndicator) support; this window works without it.
fault-no-notifications = No notification service is running, so Aldis cannot tell you when something breaks. Start one; the lamp and this window work without it.
fault-hook-program = Your program { $program } is not told of changes: { $why }. Check on_transition under [hooks] in the settings.
fault-hook-webhook = Your webhook is not told of changes: { $why }. Check webhook under [hooks] in the settings.
hook-not-started = it cannot be started ({ $why })
hook-too-slow = it ran for more than { $seconds } s and was ended
hook-failed = it ended with code { $code }
hook-killed = it was ended from outside
fault-no-key-store = No key store was found, so your own API keys cannot be kept. Unlock or install one, such as GNOME Keyring or KWallet.

## Mistakes in the user's files: fragments after the file and the line
finding-syntax = cannot be read from here ({ $why })
finding-unreadable = cannot be read ({ $why })
finding-instead-usual = { $what }; until that is mended, the usual settings are in force
finding-instead-before = { $what }; until that is mended, what was read before stays in force
finding-unknown-key = unknown key `{ $key }` in { $place }; allowed: { $allowed }
finding-wrong-value = `{ $key }` in { $place } cannot be { $written }; it has to be { $allowed }
finding-missing-key = `{ $key }` is missing in { $place }; it has to be { $allowed }
finding-unknown-service = there is no service "{ $id }"; there are: { $known }
finding-left-out = { $entry } is left out because of the mistakes named
finding-twice = { $entry } is there twice; the first one counts
finding-unknown-part = unknown part `{ $part }` in components; allowed: { $allowed }
finding-no-main = components names no `main`: without it the page cannot say that the service works
finding-one-operator = controls of one operator cannot tell whether we are online: at least two operators are needed, so the ones that come with Aldis stay in force
finding-top = the file
finding-secret = what is written there
allowed-one-of = one of { $words }
allowed-table = a table, written as { $written }
allowed-tables = tables, each written as { $written }
allowed-list = a list, each entry { $one }
allowed-text = text
allowed-flag = true or false
allowed-duration = a duration such as "500ms", "20s" or "5m"
allowed-time-of-day = a time of day such as "22:00"
allowed-address = an http or https address
allowed-prompt-address = an http or https address with { "{" }prompt{ "}" } in it
allowed-up-to = a whole number from 1 to { $most }
allowed-model = the name of a model, without spaces
allowed-id = an id of lower-case letters, digits and hyphens
allowed-status = an HTTP status
allowed-alive-status = an HTTP status from 200 to 499 (5xx never proves it alive)
allowed-proxy = "system", "none" or the address of a proxy
allowed-webhook = an https address without user and password, or an http one of this computer
allowed-components = a table of component ids by main or capability

## Notices
notice-down = { $count ->
    [one] { $names } is down
   *[other] { $names } are down
}
notice-partly-down = { $count ->
    [one] { $names } is partly down
   *[other] { $names } are partly down
}
notice-reported-down = { $count ->
    [one] { $names } reports an outage
   *[other] { $names } report an outage
}
notice-degraded = { $count ->
    [one] { $names } is having trouble
   *[other] { $names } are having trouble
}
notice-upstream = { $cause }: { $names } { $count ->
    [one] is
   *[other] are
} down
notice-unstable = { $names } { $count ->
    [one] keeps
   *[other] keep
} going up and down
notice-recovery = { $count ->
    [one] { $names } is working again
   *[other] { $names } are working again
}
notice-since = since { $time } — { $reason }
notice-unstable-since = down { $count } times since { $time }. You will hear again once it has settled.
notice-out-for = out for { $duration }.
notice-trouble-for = in trouble for { $duration }.
notice-page-at = Their page says: { $stage }.
notice-page-stage = The status page still says { $stage }.
notice-page-trouble = The status page still reports trouble.
notice-details = Details
notice-open = Open { $name }
notice-mute = Mute

## Tray
tray-line = { $name } — { $state }
tray-line-muted = { $name } — { $state } (muted)
tray-more = and { $count } more
tray-looked = last looked at { $time }
tray-not-looked = not looked at yet
tray-use-instead = Use { $name } instead
tray-check-now = Check now
tray-checking = Checking…
tray-mute = Mute
tray-mute-hour = For 1 hour
tray-mute-tomorrow = Until tomorrow
tray-mute-back = Until it is back
tray-unmute = Unmute
tray-open = Open Aldis
tray-settings = Settings…
tray-quit = Quit

## Terminal
cli-service = Service
cli-state = State
cli-since = Since
cli-why = Why
cli-not-settled = not everything could be found out in time; this is what is known so far
cli-attached = watching through the running lamp
cli-alone = looking from this terminal, keeping no history
cli-lamp-gone = the lamp has ended
cli-lamp-watches-others = a lamp is running, but it does not watch all of these services
cli-demo-speed = { $speed } seconds in one
cli-demo-simulated = played on this machine: no vendor is asked, nothing is really down
cli-demo-at = { $into } into the story: { $text }
cli-demo-over = The end. All of it was played on this machine.
cli-progress = looked at { $seen } of { $all }…
cli-did-you-mean = did you mean "{ $names }"?
cli-no-service = there is no service "{ $id }"
cli-nothing-watched = nothing is watched: name services, or list them under `watch` in settings.toml
cli-no-folder = there is no folder { $folder }: your settings are not read
cli-unreadable = { $file } cannot be read: { $why }
cli-no-page = the catalogue knows no status page of { $name }
cli-cannot-write = the output cannot be written: { $why }
cli-id = ID
cli-name = Name
cli-status-page = Status page
cli-looked-at = Looked at
cli-capabilities = Capabilities
cli-retired = { $name } (retired)
cli-no-such-key = no service uses a key called "{ $name }"; there are: { $known }
cli-key-kept = the key "{ $name }" is kept in your key store
cli-key-removed = the key "{ $name }" is forgotten
cli-key-not-there = your key store has no key "{ $name }"
cli-key-prompt = Key "{ $name }" (not shown):
cli-key-interrupted = stopped, nothing was kept
cli-key-malformed = that is no key: one line of letters, digits and signs, without spaces
cli-doctor-tray = tray
cli-doctor-notifications = notifications
cli-doctor-key-store = key store
cli-doctor-files = settings and own services
cli-doctor-data = data folder
cli-doctor-offline = this computer is offline, so nothing can be said of the catalogue
cli-doctor-holds = holds
cli-doctor-broken = no longer holds
cli-doctor-cannot-tell = cannot be told now
cli-doctor-missing = the page no longer lists { $ids }
cli-doctor-summary = { $holding } entries hold, { $broken } no longer do, and of { $unclear } it cannot be told now.
cli-add-no-address = that is no address of a web page: it has to begin with https:// or http://
cli-add-tried = { $url }: { $why }
cli-add-nothing = nothing there is a status page in a form that Aldis reads
cli-add-found = the page says at present: { $state }. It names { $parts } parts. Put the entry into services.toml to watch it.
help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-value-options = OPTIONS
help-value-command = COMMAND
help-value-service = SERVICE
help-value-dir = FOLDER
help-value-format = FORMAT
help-value-id = ID
help-value-file = FILE|-
help-value-name = NAME
help-value-n = N
help-value-path = PATH
help-help = Shows this help
help-version = Shows the version
help-aldis = Shows whether AI chatbots work.
help-aldis-config-dir = Where the settings and your own catalogue are
help-aldis-data-dir = Where history is kept
help-check = Looks once and prints how the chatbots are. Exit code: 0 all work (or are under announced maintenance), 1 something is degraded or out, 2 usage or configuration, 3 cannot tell.
help-check-services = Ids of the services; those of your settings where none is named
help-check-explain = Shows the evidence behind each verdict
help-check-json = Prints JSON, evidence and all
help-watch = Shows how the chatbots are until Ctrl-C: a live table on a terminal, else a line a change. Watches through the running lamp of this data folder, or looks by itself where none runs.
help-watch-services = Ids of the services; those of the lamp or of your settings where none is named
help-watch-json = Prints one JSON object a line: the snapshot first, then what happens
help-services = Shows the catalogue as in force.
help-services-json = Prints JSON
help-decode = Turns the bytes of a status page into a report as JSON.
help-decode-format = What the page is written in; `auto` finds out
help-decode-service = Adds the verdict on this service of the catalogue
help-decode-file = The file to read, `-` for standard input
help-demo = Replays an outage at speed, against vendors played on this machine.
help-demo-name = Which outage
help-demo-speed = How many seconds of the story pass in one, from 0.01 to 10000
help-demo-desktop = Shows it in this `aldis-desktop` instead of the terminal
help-value-action = set|test|remove|list
help-key = Keeps your own API keys in the key store of this computer. A key is read from the terminal without being shown, or from standard input; `test` asks for one word on your account.
help-key-action = What to do with the key
help-key-name = Name of the key, as in the catalogue
help-value-url = URL
help-doctor = Looks once at every entry of the catalogue and at this computer, and says what no longer holds. Exit code: 0 the entries hold, 1 some no longer do, 2 usage or configuration, 3 cannot tell.
help-doctor-services = Ids of the services; every entry where none is named
help-doctor-add = Finds out how to read this status page and prints an entry for services.toml
help-doctor-json = Prints JSON
help-try = `--help` shows what can be typed
help-unknown-argument = there is no option { $what }
help-unknown-command = there is no command "{ $what }"
help-missing = { $what } is missing
help-missing-value = { $what } needs a value
help-wrong-value = "{ $value }" cannot be the value of { $what }
help-twice = { $what } cannot stand there, or not twice
help-not-understood = this cannot be understood
help-allowed = allowed: { $allowed }

## Why a host is contacted
host-status-page = status page of { $name }
host-web = website of { $name }
host-api = interface of { $name }
host-completion = real requests to { $name }, with your key
host-control = to see whether your internet works
host-resolver = to look an address up a second time when your network cannot
host-webhook = your own webhook

## The settings file, as it is made where there is none
settings-example =
    ## The settings of Aldis. Take away the single # in front of a line to make it count.
    ## Whatever you leave out stays as usual. Aldis reads this file again when you save it.

    ## What to watch, in the order shown ("aldis services" lists them all).
    # watch = ["chatgpt", "claude", "gemini", "copilot"]

    ## What to suggest first when something is down.
    # prefer = ["claude", "gemini"]

    ## "system", "en" or "vi".
    # language = "system"

    ## The window in "light" or "dark"; "system" goes by your computer.
    # theme = "system"

    ## How often to look.
    # [intervals]
    # edge = "60s"
    # status_page = "2m"

    ## What to tell you: "off", "outages" or "degraded".
    # [notify]
    # level = "outages"
    # recoveries = true
    # quiet_hours.from = "22:00"
    # quiet_hours.to = "07:00"

    ## "system", "none" or an address.
    # [network]
    # proxy = "system"
    # metered = "system"

    ## Whether lists of services that are newer than this Aldis are fetched, once a day, signed.
    # [updates]
    # catalogue = true
