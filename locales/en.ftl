# Every sentence Aldis says. The programs and the window read this same file.
# Keys that begin with `ui-` are for the window; what the window does not name itself
# (reasons, states, outcomes) comes to it ready-made.
# $time, $from, $to, $date and $duration arrive already formatted.

## Window: frame
ui-app-name = Aldis
ui-back = Back
ui-close = Close
ui-loading = One moment…
ui-retry = Try again
ui-copy = Copy
ui-copied = Copied
ui-check-now = Check now
ui-checking = Checking…
ui-last-looked = Last looked at { $time }
ui-never-looked = Not looked at yet
ui-settings = Settings
ui-open-in-browser = Opens in your browser
ui-show-more = Show more
ui-show-less = Show less

## Window: Now
ui-now = Now
ui-services = Your chatbots
ui-since = since { $time }
ui-ago = { $duration } ago
ui-for = for { $duration }
ui-muted = Muted
ui-mute = Mute
ui-unmute = Unmute
ui-mute-hour = For 1 hour
ui-mute-tomorrow = Until tomorrow morning
ui-mute-back = Until it works again
ui-details = Details
ui-details-of = Details about { $name }
ui-latency = { $ms } ms
ui-latency-usual = usually { $ms } ms
ui-latency-compare = { $ms } ms, usually { $usual } ms
ui-latency-none = no time measured

## Window: the strip of the last 24 hours
ui-strip = Last 24 hours
ui-strip-of = { $name }, last 24 hours
ui-strip-from = 24 h ago
ui-strip-to = now
ui-strip-span = { $state }, { $from } to { $to }
ui-legend = Legend
ui-legend-operational = working
ui-legend-degraded = degraded
ui-legend-partial-outage = partly out
ui-legend-major-outage = outage
ui-legend-maintenance = maintenance
ui-legend-unknown = not seen (asleep, offline or not running)

## Window: use instead
ui-use-instead = Use instead
ui-use-instead-none = Nothing we watch is working and independent of this outage right now.
ui-open = Open
ui-open-name = Open { $name }
ui-open-with-prompt = Open with my prompt
ui-open-with-prompt-name = Open { $name } with my prompt
ui-prompt = My prompt
ui-prompt-placeholder = Paste what you were about to ask. It goes along to the other chatbot.
ui-prompt-copied = Your prompt is on the clipboard too.
ui-prompt-copied-only = Your prompt is on the clipboard: paste it there.
ui-prompt-clear = Clear

## Window: Incident
ui-incident = Incident
ui-incidents = Incidents
ui-incident-ongoing = Still going on
ui-incident-began = Began { $time }
ui-incident-ended = Ended { $time }
ui-incident-duration = Lasted { $duration }
ui-incident-duration-so-far = { $duration } so far
ui-incident-gone = This incident is no longer in the list.
ui-incidents-today = In the last 24 hours
ui-incidents-none = No incidents in the last 24 hours.
ui-confidence = How sure we are
ui-how-we-know = How we know
ui-our-looks = Our own test requests
ui-our-looks-none = We do not look at this service ourselves; we go by its status page.
ui-our-network = Your internet
ui-their-page = Their status page
ui-layers = Where the time went
ui-layer-ms = { $layer } { $ms } ms
ui-surface-web = Website
ui-surface-api = API
ui-surface-completion = Real request
ui-says-works = works
ui-says-fails = fails
ui-says-nothing = says nothing either way
ui-affected = Affected
ui-affected-none = Not known in detail
ui-lead-time = Lead time
ui-timeline = Timeline
ui-timeline-newest-first = newest first
ui-timeline-empty = Nothing written down yet.
ui-by-us = Us
ui-by-them = Them
ui-quote-by = { $name } wrote
ui-quote-no-time = no time given
ui-official-incidents = What they say
ui-open-vendor-page = Open their status page
ui-open-vendor-incident = Open their report
ui-what-you-can-do = What you can do
ui-do-wait = It is on their side. Nothing on your computer needs fixing.
ui-do-offline = Check your Wi-Fi or cable, then your router.
ui-do-captive = Open any website and sign in to the network.
ui-do-impaired = Move closer to your Wi-Fi, or pause large downloads and the VPN.
ui-do-works-here = It works from here. If it fails for you: reload, clear the site's cookies, or try another browser.
ui-tell-me = Tell me when it is back
ui-tell-me-on = We will tell you when it is back
ui-copy-report = Copy a report
ui-report-copied = Report copied
ui-report-title = { $name }: report by Aldis, { $time }

## Window: nothing to show, and trouble of our own
ui-no-lamp = The lamp is not running.
ui-no-lamp-detail = Start Aldis and this window shows your chatbots.
ui-reconnecting = Connection to the lamp lost. Reconnecting…
ui-reconnecting-detail = What you see was true at { $time }.
ui-nothing-watched = Nothing is being watched.
ui-nothing-watched-detail = Add a chatbot to “watch” in settings.toml and it appears here.
ui-faults = About Aldis itself
ui-failed = That did not work: { $why }
ui-settings-later = Settings will be here soon. Until then, edit settings.toml; changes apply at once.

## Window: keyboard
ui-keys = Keyboard
ui-keys-move = ↑ ↓ choose a chatbot
ui-keys-open = Enter shows details
ui-keys-back = Esc goes back, then closes
ui-keys-check = R checks now

## Window: kept by ui/
ui-usual = usually { $latency }
ui-checked-ago = Checked { $ago }
ui-page-read = read { $age } ago
ui-still-open = still going on
ui-teller-us = Aldis
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
