# Mọi câu chữ của Aldis. Các chương trình và cửa sổ cùng đọc tệp này.
# Khóa bắt đầu bằng `ui-` dành cho cửa sổ; những gì cửa sổ không tự gọi tên
# (lý do, trạng thái, kết quả) được gửi đến đã thành câu.
# $time, $from, $to, $date và $duration đã được định dạng sẵn.

## Cửa sổ: khung
ui-close = Đóng
ui-loading = Chờ một chút…
ui-check-now = Kiểm tra ngay
ui-checking = Đang kiểm tra…
ui-never-looked = Chưa kiểm tra lần nào
ui-settings = Cài đặt

## Cửa sổ: Hiện tại
ui-now = Hiện tại
ui-services = Chatbot của bạn
ui-since = từ { $time }
ui-muted = Đã tắt thông báo
ui-mute = Tắt thông báo của { $name }
ui-unmute = Bật lại thông báo
ui-mute-hour = Trong 1 giờ
ui-mute-tomorrow = Đến sáng mai
ui-mute-back = Đến khi hoạt động lại
ui-latency = Thời gian trả lời
ui-latency-usual = thường là { $ms } ms

## Cửa sổ: dải 24 giờ qua
ui-strip = 24 giờ qua
ui-strip-of = { $name }, 24 giờ qua
ui-strip-from = 24 giờ trước
ui-strip-to = bây giờ
ui-legend-operational = hoạt động
ui-legend-degraded = trục trặc
ui-legend-partial-outage = gián đoạn một phần
ui-legend-major-outage = ngừng hoạt động
ui-legend-maintenance = bảo trì
ui-legend-unknown = không thấy (máy ngủ, mất mạng hoặc Aldis tắt)

## Cửa sổ: dùng thay thế
ui-use-instead = Dùng thay thế
ui-use-instead-none = Hiện không có chatbot nào bạn theo dõi dùng thay được.
ui-use-instead-none-hint = Hãy theo dõi thêm một chatbot của hãng khác, nó sẽ được gợi ý ở đây.
ui-open = Mở
ui-open-name = Mở { $name }
ui-open-with-prompt = Mở kèm câu hỏi của tôi
ui-open-with-prompt-name = Mở { $name } kèm câu hỏi của tôi
ui-prompt = Câu hỏi của tôi
ui-prompt-placeholder = Dán câu hỏi vào đây để mang theo
ui-prompt-copied = Câu hỏi cũng đã được chép vào bộ nhớ tạm.
ui-prompt-copied-only = Câu hỏi đã được chép vào bộ nhớ tạm: hãy dán vào đó.

## Cửa sổ: Sự cố
ui-incidents = Các sự cố
ui-incident-duration = Kéo dài { $duration }
ui-incident-duration-so-far = Đã kéo dài { $duration }
ui-incident-gone = Sự cố này không còn trong danh sách.
ui-incidents-today = Trong 24 giờ qua
ui-how-we-know = Làm sao Aldis biết
ui-our-looks-none = Aldis không tự kiểm tra dịch vụ này mà dựa vào trang trạng thái của họ.
ui-our-network = Mạng của bạn
ui-their-page = Trang trạng thái của họ
ui-common = Nguyên nhân chung
ui-layers = Thời gian của từng bước
ui-surface-web = Trang web
ui-surface-api = API
ui-surface-completion = Yêu cầu thật
ui-says-works = hoạt động
ui-says-fails = lỗi
ui-says-nothing = không kết luận được
ui-affected = Bị ảnh hưởng
ui-timeline = Diễn biến
ui-timeline-empty = Chưa ghi nhận gì.
ui-quote-no-time = không ghi thời gian
ui-open-vendor-page = Mở trang trạng thái của họ
ui-open-vendor-incident = Mở sự cố này trên trang của họ
ui-what-you-can-do = Bạn có thể làm gì
ui-do-wait = Lỗi ở phía họ. Bạn không cần sửa gì trên máy mình.
ui-do-offline = Kiểm tra Wi-Fi hoặc dây mạng, rồi đến bộ định tuyến.
ui-do-captive = Mở một trang web bất kỳ và đăng nhập vào mạng.
ui-do-impaired = Lại gần bộ phát Wi-Fi hơn, hoặc tạm dừng VPN và các lượt tải xuống lớn.
ui-do-resolver = Khởi động lại bộ định tuyến, hoặc chọn máy chủ DNS khác.
ui-do-proxy = Xem proxy có đang chạy, có đòi mật khẩu không, hoặc đổi proxy trong cài đặt.
ui-do-interception = Mở một trang web bất kỳ: có thể có trang đăng nhập đang chờ. Nếu không, hãy hỏi người quản lý mạng.
ui-do-clock = Chỉnh lại ngày giờ của máy.
ui-how-it-is-now = Tình trạng lúc này
ui-do-quota = Tài khoản của bạn ở đó đã hết hạn mức: hãy xem gói hoặc thanh toán tại trang của họ.
ui-do-key = Khóa của bạn bị từ chối: hãy thay khóa mới trong cài đặt.
ui-do-country = Họ không phục vụ nước bạn đang ở. Có thể do VPN đang bật.
ui-do-works-here = Từ đây thì vẫn hoạt động. Nếu bạn gặp lỗi: tải lại trang, xóa cookie của trang hoặc thử trình duyệt khác.
ui-copy-report = Sao chép báo cáo
ui-await = Báo cho tôi khi dùng lại được
ui-await-asked = Aldis sẽ báo khi { $name } hoạt động lại, kể cả khi đã tắt thông báo.
ui-await-dropped = Aldis báo về { $name } như thường lệ.
ui-broken = Tôi không dùng được
ui-broken-said = Aldis đang xem kỹ { $name }.
ui-broken-dropped = Đã rút lại: bạn dùng { $name } được.
ui-report-copied = Đã sao chép báo cáo

## Cửa sổ: không có gì để hiện, và trục trặc của chính Aldis
ui-no-lamp = Đèn Aldis chưa chạy.
ui-no-lamp-detail = Hãy khởi động Aldis, cửa sổ này sẽ hiện các chatbot của bạn.
ui-lost-headline = Những gì thấy lần cuối, không còn được cập nhật.
ui-start-lamp = Khởi động lại Aldis
ui-reconnecting = Mất kết nối với đèn Aldis. Đang kết nối lại…
ui-reconnecting-detail = Những gì bạn thấy là tình trạng lúc { $time }.
ui-nothing-watched = Chưa theo dõi chatbot nào.
ui-nothing-watched-detail = Thêm một chatbot, nó sẽ hiện ở đây.
ui-faults-count = Có { $count } điều về chính Aldis cần xem lại
ui-faults-in-files = Có { $count } chỗ trong tệp của bạn cần xem lại
ui-failed = Không thực hiện được: { $why }

## Cửa sổ: bàn phím
ui-keys = Bàn phím
ui-keys-move = Di chuyển trong danh sách
ui-keys-open = Mở
ui-keys-back = Quay lại, rồi đóng
ui-keys-check = Kiểm tra ngay

## Cửa sổ: do ui/ giữ
ui-usual = thường là { $latency }
ui-checked-ago = Kiểm tra { $ago }
ui-still-open = vẫn đang diễn ra
ui-teller-us = Aldis
ui-teller-them = Trang của họ
ui-phase-investigating = đang tìm hiểu
ui-phase-identified = đã rõ nguyên nhân
ui-phase-monitoring = đang theo dõi
ui-phase-resolved = đã khắc phục
ui-phase-postmortem = tổng kết
ui-phase-scheduled = đã lên lịch
ui-phase-in_progress = đang tiến hành
ui-phase-verifying = đang kiểm chứng
ui-phase-completed = đã xong

## Cửa sổ: sự cố, lịch sử, cài đặt, lời chào
ui-pages = Các trang
ui-undo = Hoàn tác
ui-cancel = Hủy
ui-keep = Lưu
ui-add = Thêm
ui-remove = Bỏ
ui-delete = Xóa
ui-history = Lịch sử
ui-search = Tìm sự cố
ui-search-none = Không có kết quả nào.
ui-muted-name = Đã tắt thông báo của { $name }.
ui-strip-legend = Vạch chéo: { ui-legend-unknown }
ui-rows-legend = Vạch màu: 24 giờ qua. Giây: thời gian chờ trả lời.
ui-incidents-span = 90 ngày qua
ui-incidents-never = Chưa có sự cố nào
ui-incidents-never-detail = Từ nay, mọi sự cố được lưu ở đây trong 90 ngày.
ui-incidents-count = { $count } sự cố
ui-history-unread = Hiện không đọc được lịch sử.
ui-filter-service = Chatbot nào
ui-filter-all = Mọi chatbot
ui-export = Lưu một bản các sự cố
ui-exported = Đã lưu vào { $path }
ui-reach = Xem lại bao lâu
ui-reach-day = 24 giờ
ui-reach-week = 7 ngày
ui-reach-month = 30 ngày
ui-reach-quarter = 90 ngày
ui-comparison = So sánh các chatbot
ui-not-observed = chưa quan sát
ui-days-from = Mỗi vạch một ngày, 90 ngày
ui-availability-of = % thời gian hoạt động
ui-days-of = { $count } ngày { $state }
ui-history-none = Chưa có gì để xem lại
ui-history-none-detail = Sau vài giờ theo dõi, trang này cho biết các chatbot của bạn ra sao.
ui-out = Ngừng hoạt động
ui-out-none = không có
ui-recovery = Thời gian phục hồi (trung vị)
ui-incidents-number = Số sự cố
ui-late = Trang của họ thường trễ
ui-late-published = Những trang như vậy thường trễ
ui-observed = Trong { $duration } Aldis quan sát; phần còn lại không tính.
ui-latency-band = Đường: một nửa nhanh hơn; vùng mờ: chín phần mười.
ui-latency-none = Không có trả lời nào trong thời gian này.
ui-latency-told = { $surface }: từ { $low } đến { $high }.
ui-add-chatbot = Thêm chatbot
ui-add-page = Thêm một trang trạng thái
ui-page-address = Địa chỉ trang trạng thái
ui-page-looking = Đang tìm…
ui-page-look = Tìm
ui-page-parts = Bạn dùng phần nào? Không chọn nghĩa là cả trang.
ui-watched = Đang theo dõi
ui-watched-count = theo dõi { $count }
ui-removed = Không còn theo dõi { $name }.
ui-move-up = Đưa { $name } lên
ui-move-down = Đưa { $name } xuống
ui-prefer = Gợi ý trước
ui-prefer-none = Bạn chưa đặt thứ tự: Aldis gợi ý cái phù hợp nhất.
ui-prefer-add = Thêm vào thứ tự của bạn
ui-prefer-choose = Chọn…
ui-prefer-remove = Bỏ { $name } khỏi thứ tự của bạn
ui-prefer-changed = Đã lưu thứ tự của bạn.
ui-remove-name = Ngừng theo dõi { $name }
ui-add-name = Theo dõi { $name }
ui-catalogue-search = Tìm theo tên, hãng hoặc khả năng
ui-found-count = tìm thấy { $count }
ui-part-chatbots = Chatbot
ui-part-notifications = Thông báo
ui-part-general = Chung
ui-part-keys = Khóa API
ui-part-network = Mạng
ui-part-data = Dữ liệu
ui-part-about = Về Aldis
ui-settings-unread = Hiện không đọc được cài đặt.
ui-tell-about = Báo cho tôi về
ui-level-off = không gì cả
ui-level-outages = sự cố ngừng hoạt động
ui-level-degraded = ngừng hoạt động và trục trặc
ui-level-each = Riêng từng chatbot
ui-level-as-above = như trên
ui-tell-recoveries = Báo khi hoạt động lại
ui-quiet-hours = Giờ yên lặng
ui-quiet-hours-hint = Không thông báo trong giờ này
ui-quiet-span = Hằng ngày
ui-quiet-from = Yên lặng từ
ui-quiet-to = Yên lặng đến
ui-start-at-login = Khởi động khi tôi đăng nhập
ui-start-at-login-unknown = Hệ thống này không cho Aldis tự khởi động.
ui-language = Ngôn ngữ
ui-language-system = Theo hệ thống
ui-theme = Giao diện
ui-theme-system = Hệ thống
ui-theme-light = Sáng
ui-theme-dark = Tối
ui-keys-why = Với khóa của riêng bạn, Aldis hỏi thẳng mô hình một từ: phép thử chắc chắn nhất. Mỗi lần tốn chưa tới một xu, nhiều nhất { $daily } lần mỗi ngày. Khóa chỉ nằm trong kho khóa của máy bạn.
ui-key-store-closed = Không mở được kho khóa của máy này.
ui-key-is-kept = đã có khóa
ui-key-none = chưa có khóa
ui-key-missing = Cần có khóa trước
ui-key-kept = Khóa đã nằm trong kho khóa của bạn.
ui-key-forgotten = Đã bỏ khóa.
ui-key-test = Thử
ui-key-testing = Đang thử…
ui-key-test-name = Thử khóa { $name }
ui-key-forget-name = Bỏ khóa { $name }
ui-key-add-name = Thêm khóa cho { $name }
ui-key-of = Khóa cho { $name }
ui-key-paste = Dán khóa vào đây
ui-key-keep = Lưu
ui-ask-models = Hỏi thẳng mô hình
ui-proxy = Proxy
ui-proxy-way = Kết nối mạng
ui-proxy-system = theo hệ thống
ui-proxy-none = trực tiếp
ui-proxy-own = qua proxy
ui-proxy-address = Địa chỉ proxy
ui-intervals = Kiểm tra bao lâu một lần
ui-interval-edge = Trang web và API
ui-interval-status_page = Trang trạng thái
ui-interval-completion = Mô hình, bằng khóa của bạn
ui-every = mỗi { $duration }
ui-intervals-why = Khi có lỗi, Aldis tự kiểm tra dày hơn.
ui-metered = Tiết kiệm dữ liệu: xem thưa hơn
ui-metered-system = khi hệ thống báo
ui-metered-yes = luôn luôn
ui-metered-no = không bao giờ
ui-place-history = Lịch sử
ui-place-settings = Tệp cài đặt
ui-open-settings = Mở tệp cài đặt
ui-delete-history = Xóa toàn bộ lịch sử
ui-delete-history-hint = Sự cố, độ sẵn sàng và thời gian trả lời. Cài đặt được giữ lại.
ui-history-deleted = Đã xóa lịch sử.
ui-about = Ngọn đèn trên khay cho biết các chatbot AI của bạn có hoạt động không. Không tài khoản, không theo dõi.
ui-hosts = Aldis liên hệ với ai và vì sao
ui-hosts-nothing-else = Ngoài ra không liên hệ với ai, và không gửi gì ngoài chính các yêu cầu đó.
ui-licences = Aldis được làm từ gì
ui-licences-own = Bản thân Aldis: MIT hoặc Apache-2.0, tùy bạn chọn.
ui-welcome-chatbots = Bạn dùng chatbot nào?
ui-welcome-chatbots-detail = Aldis theo dõi và báo cho bạn khi có sự cố.
ui-welcome-notifications = Aldis nên báo cho bạn điều gì?
ui-welcome-notifications-detail = Mỗi sự cố một thông báo, và một thông báo khi kết thúc.
ui-welcome-login = Luôn sẵn sàng?
ui-welcome-login-detail = Aldis rất nhẹ: có thể khởi động cùng máy và lặng lẽ theo dõi.
ui-step = Bước { $step }/{ $all }
ui-skip = Bỏ qua
ui-next = Tiếp
ui-finish = Xong
ui-keys-pages = Đến một trang
ui-keys-this = Mở bảng này

## Trạng thái
health-operational = hoạt động
health-degraded = trục trặc
health-partial-outage = gián đoạn một phần
health-major-outage = ngừng hoạt động
health-maintenance = bảo trì
health-unknown = không thấy được
state-confirming = có thể đang ngừng hoạt động
state-slow = chậm
state-recovering = đang hồi phục
state-reported = có báo cáo trục trặc
clock-at-the-latest = muộn nhất là { $time }
clock-between = muộn nhất là { $time } (lúc { $worked } còn hoạt động)
duration-at-least = ít nhất { $duration }
state-since = { $state } từ { $time }
confidence-possible = có thể: một dấu hiệu, đang kiểm tra
confidence-likely = nhiều khả năng: một loại bằng chứng cho thấy vậy
confidence-confirmed = chắc chắn: thấy từ máy này, và mạng của bạn vẫn tốt
confidence-confirmed-well = chắc chắn: thấy từ máy này
confidence-reported = theo nhà cung cấp, chưa thấy từ máy này

## Thời gian
duration-seconds = { $s } giây
duration-minutes = { $m } phút
duration-hours = { $h } giờ
duration-hours-minutes = { $h } giờ { $m } phút
duration-days = { $d } ngày
duration-days-hours = { $d } ngày { $h } giờ
ago = { $duration } trước
ago-now = vừa xong
ui-date = { $day }/{ $month }
clock-day = { $time } ngày { ui-date }
clock-year = { $time } ngày { ui-date }/{ $year }
list-last = { $rest } và { $last }
list-more = { $rest } và { $count } dịch vụ khác

## Nơi kiểm tra, và các bước mà một lần kiểm tra đi qua
surface-web = trang web
surface-api = API
surface-completion = yêu cầu thật
layer-dns = tìm địa chỉ
layer-connect = kết nối
layer-tls = bảo mật kết nối
layer-send = gửi yêu cầu
layer-first-byte = chờ byte đầu tiên
layer-body = đọc câu trả lời
layer-name-dns = DNS
layer-name-connect = kết nối
layer-name-tls = TLS
layer-name-send = gửi
layer-name-first-byte = byte đầu tiên
layer-name-body = câu trả lời
layer-name-first-token = từ đầu tiên

## Một lần kiểm tra kết thúc ra sao: đầy đủ
outcome-answered = trả lời mã { $status } sau { $duration }
outcome-refused = kết nối bị từ chối
outcome-reset = kết nối bị ngắt khi đang { $layer }
outcome-timed-out = không có trả lời trong { $duration } khi đang { $layer }
outcome-name-unknown = tên miền không có địa chỉ
outcome-tls-wrong-name = chứng chỉ là của trang khác
outcome-tls-unknown-issuer = chứng chỉ do bên mà máy này không tin cấp
outcome-tls-expired = chứng chỉ đã hết hạn
outcome-tls-not-yet-valid = chứng chỉ chưa có hiệu lực
outcome-tls-broken = không thiết lập được kết nối bảo mật: { $why }
outcome-challenged = trang chống robot trả lời thay ({ $status })
outcome-rate-limited = yêu cầu thử của Aldis bị giới hạn ({ $status })
outcome-rate-limited-wait = yêu cầu thử của Aldis bị giới hạn ({ $status }), được yêu cầu chờ { $duration }
outcome-redirected-away = bị chuyển sang { $host }
outcome-wrong-body = trả lời mã { $status } nhưng nội dung không đúng
outcome-too-large = câu trả lời vượt quá { $size } MiB
outcome-proxy-failed = proxy của bạn không cho đi qua
outcome-offline = không có mạng
outcome-failed-in-stream = câu trả lời bắt đầu rồi đứt: { $why }
outcome-overloaded = họ báo là đang quá tải ({ $status })
outcome-over-quota = tài khoản của bạn đã hết hạn mức hoặc hết tiền ({ $status })
outcome-over-quota-wait = tài khoản của bạn đã dùng hết hạn mức, được hỏi lại sau { $duration } ({ $status })
outcome-key-refused = khóa của bạn không được chấp nhận ({ $status })
outcome-not-here = họ không phục vụ quốc gia bạn đang ở ({ $status })
outcome-no-key = kho khóa của bạn chưa có khóa cho dịch vụ này
outcome-no-key-store = không mở được kho khóa của bạn
outcome-says-works = { $what }, như lúc hoạt động bình thường
outcome-says-fails = { $what }: có lỗi
outcome-says-nothing = { $what }: chưa kết luận được gì
completions-spent = hôm nay { $spent } trên { $daily } yêu cầu thật

## Một lần kiểm tra kết thúc ra sao: trong ngoặc
brief-answered = trả lời mã { $status }
brief-server-error = lỗi máy chủ { $status }
brief-refused = kết nối bị từ chối
brief-reset = kết nối bị ngắt
brief-timed-out = không trả lời kịp
brief-name-unknown = không tìm thấy địa chỉ
brief-tls-broken = kết nối bảo mật lỗi
brief-challenged = trang chống robot trả lời
brief-rate-limited = yêu cầu thử bị giới hạn
brief-redirected-away = bị chuyển sang trang khác
brief-wrong-body = trả lời sai nội dung
brief-too-large = câu trả lời quá dài
brief-proxy-failed = vướng proxy
brief-offline = không có mạng
brief-failed-in-stream = câu trả lời đứt giữa chừng
brief-overloaded = quá tải
brief-over-quota = hết hạn mức của bạn
brief-key-refused = khóa của bạn bị từ chối
brief-not-here = không phục vụ ở nước bạn
brief-no-key = chưa có khóa
brief-no-key-store = không có kho khóa

## Vì sao nói vậy
reason-not-looked-yet = Chưa kiểm tra lần nào.
reason-stale = Những gì đã biết quá cũ để dựa vào.
reason-nothing-speaks = Không có gì cho biết tình trạng: không có trang trạng thái đọc được, cũng không có yêu cầu thử nào kết luận được.
reason-answers = { $good }/{ $all } điểm kiểm tra có trả lời.
reason-answers-page-fine = { $good }/{ $all } điểm kiểm tra có trả lời; không có sự cố nào đang mở.
reason-answers-page-trouble = { $good }/{ $all } điểm kiểm tra có trả lời; trang trạng thái của họ báo có trục trặc.
reason-answers-page-held = { $good }/{ $all } điểm kiểm tra có trả lời; trang trạng thái của họ vừa báo sự cố, thường chỉ kéo dài vài giây.
reason-answers-page-unconfirmed = { $good }/{ $all } điểm kiểm tra có trả lời; trang trạng thái được cho là của họ không báo sự cố.
reason-answers-page-unreadable = { $good }/{ $all } điểm kiểm tra có trả lời; không đọc được trang trạng thái của họ.
reason-page-fine = Trang trạng thái của họ không báo trục trặc nào.
reason-page-trouble = Trang trạng thái của họ báo có trục trặc.
reason-page-held = Trang trạng thái của họ vừa báo sự cố; trang này hay báo những sự cố chỉ vài giây, nên chờ lần đọc sau.
reason-page-unconfirmed = Trang trạng thái được cho là của họ không báo sự cố, nhưng điều đó không chứng minh được gì.
reason-page-unreadable = Không đọc được trang trạng thái của họ.
reason-fails = { $failed }/{ $all } yêu cầu thử bị lỗi ({ $how }).
reason-fails-net-fine = { $failed }/{ $all } yêu cầu thử bị lỗi ({ $how }), mạng của bạn vẫn tốt.
reason-fails-net-partly = { $failed }/{ $all } yêu cầu thử bị lỗi ({ $how }), mạng của bạn vẫn dùng được ({ $good }/{ $controls } phép thử).
reason-all-fail = Mọi yêu cầu thử đều bị lỗi ({ $how }).
reason-all-fail-net-fine = Mọi yêu cầu thử đều bị lỗi ({ $how }), mạng của bạn vẫn tốt.
reason-all-fail-net-partly = Mọi yêu cầu thử đều bị lỗi ({ $how }), mạng của bạn vẫn dùng được ({ $good }/{ $controls } phép thử).
reason-fails-page-fine = Trang trạng thái của họ vẫn báo xanh; trang này thường chậm { $duration }.
reason-fails-page-fine-published = Trang trạng thái của họ vẫn báo xanh; những trang như vậy thường chậm { $duration }.
reason-fails-page-resolved = Họ báo đã khắc phục; từ máy này vẫn còn lỗi.
reason-fails-page-maintenance = Trang trạng thái của họ báo đang bảo trì theo kế hoạch.
reason-fails-page-overrun = Đợt bảo trì họ báo trước lẽ ra đã xong.
reason-fails-page-trouble = Trang trạng thái của họ cũng báo có trục trặc.
reason-fails-page-held = Trang trạng thái của họ vừa mới báo sự cố.
reason-fails-page-unconfirmed = Trang trạng thái được cho là của họ không báo sự cố.
reason-fails-page-unreadable = Không đọc được trang trạng thái của họ.
reason-confirming = { $failed }/{ $all } yêu cầu thử bị lỗi ({ $how }); đang kiểm tra lại cho chắc.
reason-recovering = Đã trả lời lại ({ $good } lần liên tiếp); đang chờ cho chắc.
reason-slow = Đã trở nên chậm: { $lately } mới có phản hồi đầu tiên, bình thường vào giờ này là { $usual }. Không phải do đường truyền của bạn.
reason-slow-model = Mô hình đã trở nên chậm: { $lately } mới có từ đầu tiên, bình thường vào giờ này là { $usual }. Không phải do đường truyền của bạn.
reason-fails-at-times = Thỉnh thoảng bị lỗi: { $failed }/{ $all } yêu cầu thử trong một giờ qua, nhiều hơn hẳn bình thường.
reason-vendor-reports = Trang trạng thái của họ báo “{ $what }”.
reason-vendor-reports-works-here = Trang trạng thái của họ báo “{ $what }”; từ máy này thì vẫn hoạt động.
reason-vendor-reports-works-again = Từ máy này đã hoạt động lại; trang trạng thái của họ vẫn báo “{ $what }”.
reason-vendor-reports-front-door = Trang trạng thái của họ báo “{ $what }”; Aldis chỉ kiểm tra được cổng vào, nơi vẫn trả lời.
reason-maintenance-overrun = Bảo trì đã báo trước: “{ $what }”; lẽ ra đã xong.
reason-maintenance = Bảo trì đã báo trước: “{ $what }”.

## Bằng chứng, từng mảnh một
evidence-outage-strongly = cho thấy rất rõ là có sự cố
evidence-outage-somewhat = cho thấy khá rõ là có sự cố
evidence-outage-little = hơi nghiêng về phía có sự cố
evidence-working-strongly = cho thấy rất rõ là vẫn hoạt động
evidence-working-somewhat = cho thấy khá rõ là vẫn hoạt động
evidence-working-little = hơi nghiêng về phía vẫn hoạt động
evidence-moves-nothing = hầu như không nói thêm điều gì
evidence-repeats = { $moved }; vừa thấy điều tương tự ngay trước đó nên được tính ít hơn
evidence-ignored = không được tính: { $why }
ignored-our-network = mạng của bạn lúc đó không ổn
ignored-resolver = máy chủ DNS của bạn không biết một địa chỉ có thật
ignored-proxy = proxy của bạn không cho đi qua
ignored-interception = có thứ trong mạng của bạn trả lời thay
ignored-clock = đồng hồ máy tính của bạn có thể sai
ignored-name-unchecked = không hỏi được nơi nào khác về địa chỉ này
ignored-bot-wall = trang kiểm tra robot trả lời, không nói gì về dịch vụ
ignored-asked-too-often = Aldis đã hỏi quá nhiều nên bị giới hạn là bình thường
ignored-never-let-in = Aldis bị giới hạn ở đây ngay từ đầu
ignored-own-account = liên quan đến khóa, tài khoản hoặc quốc gia của bạn
ignored-unknown-answer = câu trả lời không cho biết tốt hay xấu
ignored-not-the-service = không phải dịch vụ này trả lời
ignored-before-gap = yêu cầu bắt đầu trước khi máy ngủ hoặc đổi mạng
opinion-blank = chưa có gì mới để dựa vào
opinion-works = tính chung: vẫn hoạt động
opinion-suspect = tính chung: có vẻ không ổn, chưa chắc chắn
opinion-unreliable = tính chung: hoạt động chập chờn
opinion-out = tính chung: đang ngừng hoạt động
opinion-recovering = tính chung: đã trả lời lại, nhưng chưa đủ lâu
evidence-usual-assumed = Tạm giả định cho đến khi biết rõ: lúc bình thường, cứ { $all } yêu cầu thử thì có 1 yêu cầu lỗi (đến nay đã xem { $looks }).
evidence-usual-learned = Học từ { $looks } yêu cầu thử: lúc bình thường, cứ { $all } yêu cầu thì có 1 yêu cầu lỗi.
evidence-drift = Trong một giờ qua { $failed }/{ $all } yêu cầu thử bị lỗi; phản hồi đầu tiên bình thường mất { $usual }, gần đây { $lately }.
evidence-drift-slow = Đã trở nên chậm: phản hồi đầu tiên bình thường mất { $usual }, gần đây { $lately }; đường truyền của bạn thì không chậm hơn. Trong một giờ qua { $failed }/{ $all } yêu cầu thử bị lỗi.
evidence-drift-failing = Trong một giờ qua { $failed }/{ $all } yêu cầu thử bị lỗi, nhiều hơn hẳn bình thường; phản hồi đầu tiên bình thường mất { $usual }, gần đây { $lately }.
evidence-drift-with-others = Đang xấu dần (phản hồi đầu tiên bình thường { $usual }, gần đây { $lately }; { $failed }/{ $all } yêu cầu thử bị lỗi trong một giờ qua), nhưng những dịch vụ khác cũng bắt đầu cùng lúc: có thể do đường đi đến họ, nên không tính.
evidence-page-nothing = Trang trạng thái không nói thêm điều gì.
evidence-page-well = Trang trạng thái báo mọi thứ đều ổn.
evidence-page-silent = Trang trạng thái đã im lặng { $duration } trong khi yêu cầu thử bị lỗi: điều đó { $moved }.
evidence-page-incident = Trang trạng thái báo có sự cố: điều đó { $moved }.
evidence-page-critical = Trang trạng thái báo ngừng hoạt động: điều đó { $moved }.
evidence-left-out-noise = Không tính: “{ $title }” thuộc loại mà trang này báo thường xuyên.
evidence-left-out-elsewhere = Không tính: “{ $title }” chỉ xảy ra ở vùng khác.
evidence-left-out-permanent = Không tính: “{ $title }” đã mở quá lâu nên coi là tình trạng bình thường.
evidence-said-broken = Lúc { $time } bạn cho biết nó không dùng được: điều đó { $moved }. Ý kiến này có giá trị trong mười phút, và không bao giờ đủ một mình.
evidence-upstream-shared = Những dịch vụ khác dựa trên { $name } cũng lỗi: nguyên nhân có thể ở đó.
evidence-upstream-reported = Dịch vụ này dựa trên { $name }, nơi chính họ báo đang gặp sự cố.
evidence-way = Những dịch vụ khác không liên quan cũng lỗi: nguyên nhân có thể là đường mạng từ đây đến họ.
evidence-loss-none = Phía bạn hầu như không bị mất yêu cầu nào.
evidence-loss = Khoảng 1 trong { $all } yêu cầu bị mất ở phía bạn, nên một lần lỗi chứng tỏ ít hơn.

## Mạng của chính mình
vantage-online = Mạng của bạn vẫn tốt ({ $good }/{ $all } phép thử có trả lời).
vantage-online-plain = Mạng của bạn vẫn tốt.
vantage-impaired-plain = Mạng của bạn chậm hoặc chập chờn, nên một lỗi đơn lẻ chưa nói lên gì.
vantage-waking = Vừa khởi động, thức dậy hoặc đổi mạng: đang kiểm tra mạng trước.
vantage-captive = Có trang đăng nhập chắn giữa bạn và internet. Hãy mở một trang web bất kỳ và đăng nhập.
vantage-impaired = Mạng của bạn chậm hoặc chập chờn ({ $good }/{ $all } phép thử có trả lời), nên một lỗi đơn lẻ chưa nói lên gì.
vantage-offline = Bạn đang mất mạng nên từ đây không thấy được gì. Hãy kiểm tra Wi-Fi hoặc dây mạng.
vantage-resolver = Máy chủ DNS của bạn không biết những địa chỉ có thật. Hãy khởi động lại bộ định tuyến hoặc chọn máy chủ DNS khác.
vantage-proxy = Proxy của bạn không cho Aldis đi qua. Hãy xem proxy có đang chạy, có đòi mật khẩu không, hoặc đổi proxy trong cài đặt.
vantage-interception = Có thứ gì đó trong mạng của bạn đọc các kết nối bảo mật: trang đăng nhập, bộ lọc hoặc phần mềm bảo mật. Hãy mở một trang web bất kỳ, hoặc hỏi người quản lý mạng.
vantage-clock = Đồng hồ máy bạn sai nên kết nối bảo mật bị lỗi. Hãy chỉnh lại ngày giờ.

## Tiết kiệm đến mức nào
thrift-saved-power = Kiểm tra thưa hơn: máy đang tiết kiệm điện.
thrift-low-battery = Rất ít khi kiểm tra: pin sắp hết.
thrift-metered-link = Rất ít khi kiểm tra: mạng này tính tiền theo dung lượng.

## Dòng đầu
headline-nothing-watched = Chưa theo dõi chatbot nào.
headline-first-look = Đang kiểm tra lần đầu…
headline-waking = Đang kiểm tra mạng, rồi xem lại…
headline-captive = Có trang đăng nhập mạng đang chắn đường.
headline-offline = Từ đây không thấy được: bạn đang mất mạng.
headline-impaired = Từ đây không thấy rõ: mạng của bạn chậm hoặc chập chờn.
headline-resolver = Từ đây không thấy được: máy chủ DNS của bạn bị lỗi.
headline-proxy = Từ đây không thấy được: vướng proxy của bạn.
headline-interception = Từ đây không thấy được: có thứ trong mạng của bạn đọc kết nối bảo mật.
headline-clock = Từ đây không thấy được: đồng hồ máy bạn sai.
headline-well = Mọi chatbot của bạn đều hoạt động.
headline-well-one = { $name } hoạt động tốt.
headline-down = { $count ->
   *[other] { $names } đang ngừng hoạt động. Lỗi ở phía họ, không phải bạn.
}
headline-partly-down = { $count ->
   *[other] { $names } đang gián đoạn một phần. Lỗi ở phía họ, không phải bạn.
}
headline-likely-down = { $count ->
   *[other] { $names } nhiều khả năng đang ngừng hoạt động. Có vẻ lỗi ở phía họ, không phải bạn.
}
headline-reported-down = { $count ->
   *[other] { $names } đang ngừng hoạt động, theo trang trạng thái của họ.
}
headline-recovering = { $count ->
   *[other] { $names } đang hồi phục.
}
headline-confirming = { $count ->
   *[other] { $names } có thể đang ngừng hoạt động. Đang kiểm tra cho chắc…
}
headline-degraded = { $count ->
   *[other] { $names } đang gặp trục trặc.
}
headline-reported = { $count ->
   *[other] { $names } báo đang gặp trục trặc.
}
headline-reported-works-here = { $count ->
   *[other] { $names } báo đang gặp trục trặc, nhưng từ máy này vẫn dùng được.
}
headline-unseen = { $count ->
   *[other] Không thấy được tình trạng của { $names }.
}
headline-unseen-all = Không thấy được tình trạng các chatbot của bạn.
headline-maintenance = { $count ->
   *[other] { $names } đang bảo trì theo lịch đã báo.
}
detail-since = Từ { $time }. { $reason }
detail-of = { $name }: { $reason }
detail-of-since = { $name }, từ { $time }: { $reason }
detail-looked = Kiểm tra lần cuối lúc { $time }.

## Trang của nhà cung cấp
page-none = Họ không có trang trạng thái nào mà Aldis đọc được.
page-not-yet = Chưa đọc trang của họ lần nào.
page-operational = Trang của họ nói mọi thứ đều hoạt động (đọc { $ago }).
page-degraded = Trang của họ nói: trục trặc (đọc { $ago }).
page-partial-outage = Trang của họ nói: gián đoạn một phần (đọc { $ago }).
page-major-outage = Trang của họ nói: ngừng hoạt động (đọc { $ago }).
page-maintenance = Trang của họ nói: bảo trì (đọc { $ago }).
page-unknown = Trang của họ không nói gì đủ để dựa vào (lần đọc được gần nhất: { $ago }).
page-incident = Trang của họ nói “{ $title }”: { $stage } (đọc { $ago }).
page-unreadable = Không đọc được trang của họ: { $why }; lần đọc được gần nhất: { $ago }.
page-unreadable-never = Không đọc được trang của họ: { $why }; chưa đọc được lần nào.
page-unreachable = Không kết nối được trang của họ: { $why }; lần đọc được gần nhất: { $ago }.
page-unreachable-never = Không kết nối được trang của họ: { $why }; chưa đọc được lần nào.
page-frozen = đồng hồ của trang đã đứng yên từ { $ago }
page-platform = phần lớn trang trạng thái do { $platform } vận hành hiện không đọc được
page-error-empty = trang trống
page-error-html = nhận được trang web thay vì dữ liệu
page-error-not-this-format = không đúng định dạng đã biết
page-error-missing = thiếu “{ $field }”
page-error-unknown-value = “{ $field }” ghi “{ $value }”, một từ chưa biết
stage-investigating = đang điều tra
stage-identified = đã tìm ra nguyên nhân
stage-monitoring = đang theo dõi
stage-resolved = đã khắc phục
stage-postmortem = đã công bố báo cáo
impact-none = không ảnh hưởng
impact-maintenance = bảo trì
impact-minor = nhẹ
impact-major = lớn
impact-critical = nghiêm trọng

## Sự cố
incident-down = { $name } đang ngừng hoạt động
incident-partly-down = { $name } đang gián đoạn một phần
incident-degraded = { $name } đang gặp trục trặc
incident-maintenance = { $name } đang bảo trì
incident-open = { $name } đang có sự cố
incident-was-down = { $name } đã ngừng hoạt động
incident-was-partly-down = { $name } đã gián đoạn một phần
incident-was-degraded = { $name } đã gặp trục trặc
incident-was-maintenance = { $name } đã bảo trì
incident-was-open = { $name } đã có sự cố
happening-last-worked = Lần cuối thấy hoạt động; lần xem kế tiếp gặp lỗi.
happening-first-failure = Lỗi đầu tiên ({ $surface }): { $how }.
happening-confirmed = Đã chắc chắn: đến lúc này { $failed }/{ $all } yêu cầu thử bị lỗi.
happening-slowed = Đã chắc chắn là chậm ({ $surface }): phản hồi đầu tiên sau { $lately }, bình thường { $usual }.
happening-became-operational = Đã hoạt động lại.
happening-became-degraded = Từ lúc này: gặp trục trặc.
happening-became-partial-outage = Từ lúc này: gián đoạn một phần.
happening-became-major-outage = Từ lúc này: ngừng hoạt động.
happening-became-maintenance = Từ lúc này: bảo trì theo lịch đã báo.
happening-became-unknown = Từ lúc này: không còn thấy được.
happening-posted = Trang trạng thái của họ đã nêu: “{ $title }”.
happening-works-again = Nhìn từ máy của bạn, dịch vụ đã hoạt động lại.
happening-reopened = Lại gặp lỗi: vẫn là sự cố này.
happening-ended = Sự cố đã kết thúc.
lead-us = Aldis thấy trước trang của họ { $duration }
lead-them = trang của họ báo trước Aldis { $duration }
lead-same = Aldis và trang của họ thấy cùng lúc
noticed-us = Aldis thấy; trang của họ không nói gì
noticed-them = chỉ trang của họ báo
noticed-both = Aldis thấy và trang của họ cũng báo

## Chatbot làm được gì
capability-chat = trò chuyện
capability-images = hình ảnh
capability-voice = giọng nói
capability-web-search = tìm kiếm web
capability-files = tệp
capability-code = mã lệnh
capability-video = video
capability-api = API
capability-login = đăng nhập
ability-chat = trò chuyện
ability-images = tạo hình ảnh
ability-voice = nghe và nói
ability-web-search = tìm kiếm web
ability-files = đọc tệp
ability-code = viết mã
ability-video = tạo video
ability-api = có API
ability-login = có tài khoản
why-working = đang hoạt động, kiểm tra { $ago }
why-no-sign-in = không cần đăng nhập

## Trục trặc của chính Aldis
fault-history = Lịch sử không được lưu: { $why }. Hãy kiểm tra dung lượng trống và quyền của thư mục dữ liệu.
fault-history-moved-aside = Tệp lịch sử bị hỏng. Nó được giữ lại thành { $file }, và một tệp mới đã được tạo.
fault-no-tray = Màn hình của bạn không có khay hệ thống nên không thấy được đèn. Hãy bật hỗ trợ khay (AppIndicator); cửa sổ này vẫn dùng được.
fault-no-notifications = Không có dịch vụ thông báo nào đang chạy nên Aldis không báo được khi có sự cố. Hãy bật một dịch vụ; đèn và cửa sổ này vẫn dùng được.
fault-hook-program = Chương trình { $program } của bạn không nhận được thay đổi: { $why }. Hãy kiểm tra on_transition trong mục [hooks] của cài đặt.
fault-hook-webhook = Webhook của bạn không nhận được thay đổi: { $why }. Hãy kiểm tra webhook trong mục [hooks] của cài đặt.
hook-not-started = không chạy được ({ $why })
hook-too-slow = chạy quá { $seconds } giây nên đã bị dừng
hook-failed = kết thúc với mã { $code }
hook-killed = bị dừng từ bên ngoài
fault-no-key-store = Không tìm thấy kho khóa nên không giữ được khóa API của bạn. Hãy mở khóa hoặc cài một kho, như GNOME Keyring hoặc KWallet.

## Lỗi trong tệp của người dùng: cụm từ sau tên tệp và số dòng
finding-syntax = không đọc được từ đây ({ $why })
finding-unreadable = không đọc được ({ $why })
finding-instead-usual = { $what }; cho đến khi sửa xong, Aldis dùng thiết lập mặc định
finding-instead-before = { $what }; cho đến khi sửa xong, Aldis vẫn dùng nội dung đã đọc trước đó
finding-unknown-key = không có khóa `{ $key }` trong { $place }; được phép: { $allowed }
finding-wrong-value = `{ $key }` trong { $place } không thể là { $written }; phải là { $allowed }
finding-missing-key = thiếu `{ $key }` trong { $place }; phải là { $allowed }
finding-unknown-service = không có dịch vụ "{ $id }"; hiện có: { $known }
finding-left-out = { $entry } bị bỏ qua vì các lỗi đã nêu
finding-twice = { $entry } xuất hiện hai lần; chỉ mục đầu có hiệu lực
finding-unknown-part = không có phần `{ $part }` trong components; được phép: { $allowed }
finding-no-main = components không có `main`: thiếu nó thì trang không thể cho biết dịch vụ có hoạt động
finding-one-operator = các điểm kiểm tra của một đơn vị không đủ để biết ta có mạng hay không: cần ít nhất hai đơn vị, nên Aldis vẫn dùng các điểm có sẵn
finding-top = tệp
finding-secret = nội dung ghi ở đó
allowed-one-of = một trong { $words }
allowed-table = một bảng, viết là { $written }
allowed-tables = các bảng, viết là { $written }
allowed-list = một danh sách, mỗi mục là { $one }
allowed-text = văn bản
allowed-flag = true hoặc false
allowed-duration = một khoảng thời gian như "500ms", "20s" hoặc "5m"
allowed-time-of-day = một giờ trong ngày như "22:00"
allowed-address = một địa chỉ http hoặc https
allowed-prompt-address = một địa chỉ http hoặc https có { "{" }prompt{ "}" }
allowed-up-to = một số nguyên từ 1 đến { $most }
allowed-model = tên của một mô hình, không có dấu cách
allowed-id = một mã gồm chữ thường, chữ số và dấu gạch nối
allowed-status = một mã trạng thái HTTP
allowed-alive-status = một mã trạng thái HTTP từ 200 đến 499 (5xx không bao giờ chứng tỏ còn hoạt động)
allowed-proxy = "system", "none" hoặc địa chỉ của một proxy
allowed-webhook = một địa chỉ https không kèm tên và mật khẩu, hoặc địa chỉ http của chính máy này
allowed-components = một bảng mã thành phần theo main hoặc tính năng

## Thông báo
notice-down = { $count ->
   *[other] { $names } đang ngừng hoạt động
}
notice-partly-down = { $count ->
   *[other] { $names } đang gián đoạn một phần
}
notice-reported-down = { $count ->
   *[other] { $names } báo đang ngừng hoạt động
}
notice-degraded = { $count ->
   *[other] { $names } đang gặp trục trặc
}
notice-upstream = { $cause }: { $names } { $count ->
   *[other] ngừng hoạt động
}
notice-unstable = { $names } { $count ->
   *[other] lúc được lúc không
}
notice-recovery = { $count ->
   *[other] { $names } đã hoạt động lại
}
notice-since = từ { $time } — { $reason }
notice-unstable-since = đã gián đoạn { $count } lần từ { $time }. Bạn sẽ được báo lại khi đã ổn định.
notice-out-for = đã ngừng { $duration }.
notice-trouble-for = đã trục trặc { $duration }.
notice-page-at = Trang trạng thái ghi: { $stage }.
notice-page-stage = Trang trạng thái vẫn ghi: { $stage }.
notice-page-trouble = Trang trạng thái vẫn báo có trục trặc.
notice-details = Chi tiết
notice-open = Mở { $name }
notice-mute = Tắt thông báo

## Khay hệ thống
tray-line = { $name } — { $state }
tray-line-muted = { $name } — { $state } (đã tắt thông báo)
tray-more = và { $count } dịch vụ khác
tray-looked = kiểm tra lần cuối lúc { $time }
tray-not-looked = chưa kiểm tra lần nào
tray-use-instead = Dùng { $name } thay thế
tray-check-now = Kiểm tra ngay
tray-checking = Đang kiểm tra…
tray-mute = Tắt thông báo
tray-mute-hour = Trong 1 giờ
tray-mute-tomorrow = Đến ngày mai
tray-mute-back = Đến khi hoạt động lại
tray-unmute = Bật lại thông báo
tray-open = Mở Aldis
tray-settings = Cài đặt…
tray-quit = Thoát

## Terminal
cli-service = Dịch vụ
cli-state = Tình trạng
cli-since = Từ lúc
cli-why = Vì sao
cli-not-settled = chưa tìm hiểu xong mọi thứ trong thời gian cho phép; đây là những gì đã biết
cli-attached = đang xem qua đèn báo đang chạy
cli-alone = đang tự kiểm tra từ cửa sổ dòng lệnh này, không lưu lịch sử
cli-lamp-gone = đèn báo đã tắt
cli-lamp-watches-others = có một đèn báo đang chạy, nhưng nó không theo dõi đủ các dịch vụ này
cli-demo-speed = { $speed } giây trong một giây
cli-demo-simulated = diễn trên chính máy này: không hỏi nhà cung cấp nào, không có gì hỏng thật
cli-demo-at = { $into } sau khi bắt đầu: { $text }
cli-demo-over = Hết. Tất cả được diễn trên chính máy này.
cli-progress = đã xem { $seen } trên { $all }…
cli-did-you-mean = có phải ý bạn là "{ $names }"?
cli-no-service = không có dịch vụ "{ $id }"
cli-nothing-watched = chưa theo dõi dịch vụ nào: hãy nêu tên dịch vụ, hoặc liệt kê ở `watch` trong settings.toml
cli-no-folder = không có thư mục { $folder }: không đọc thiết lập của bạn
cli-unreadable = không đọc được { $file }: { $why }
cli-no-page = danh mục không có trang trạng thái nào của { $name }
cli-cannot-write = không ghi được kết quả: { $why }
cli-id = Mã
cli-name = Tên
cli-status-page = Trang trạng thái
cli-looked-at = Nơi kiểm tra
cli-capabilities = Tính năng
cli-retired = { $name } (đã ngừng)
cli-no-such-key = không dịch vụ nào dùng khóa tên "{ $name }"; có các khóa: { $known }
cli-key-kept = khóa "{ $name }" đã được cất trong kho khóa của bạn
cli-key-removed = đã xóa khóa "{ $name }"
cli-key-not-there = kho khóa của bạn không có khóa "{ $name }"
cli-key-prompt = Khóa "{ $name }" (không hiện ra):
cli-key-interrupted = đã dừng, không có gì được cất
cli-key-malformed = đó không phải là khóa: một dòng gồm chữ, số và ký hiệu, không có dấu cách
cli-doctor-tray = khay hệ thống
cli-doctor-notifications = thông báo
cli-doctor-key-store = kho khóa
cli-doctor-files = cài đặt và dịch vụ riêng
cli-doctor-data = thư mục dữ liệu
cli-doctor-offline = máy này không có mạng nên không thể nói gì về danh mục
cli-doctor-holds = vẫn đúng
cli-doctor-broken = không còn đúng
cli-doctor-cannot-tell = hiện chưa biết được
cli-doctor-missing = trang không còn liệt kê { $ids }
cli-doctor-summary = { $holding } mục vẫn đúng, { $broken } mục không còn đúng, { $unclear } mục hiện chưa biết được.
cli-add-no-address = đó không phải địa chỉ trang web: phải bắt đầu bằng https:// hoặc http://
cli-add-tried = { $url }: { $why }
cli-add-nothing = ở đó không có trang trạng thái nào Aldis đọc được
cli-add-found = hiện trang cho biết: { $state }. Trang nêu { $parts } phần. Hãy đặt mục này vào services.toml để theo dõi.
help-usage = Cách dùng:
help-commands = Lệnh
help-arguments = Tham số
help-options = Tùy chọn
help-value-options = TÙY CHỌN
help-value-command = LỆNH
help-value-service = DỊCH_VỤ
help-value-dir = THƯ_MỤC
help-value-format = DẠNG
help-value-id = MÃ
help-value-file = TỆP|-
help-value-name = TÊN
help-value-n = N
help-value-path = ĐƯỜNG_DẪN
help-help = Hiện phần trợ giúp này
help-version = Hiện phiên bản
help-aldis = Cho biết các chatbot AI có hoạt động không.
help-aldis-config-dir = Thư mục chứa thiết lập và danh mục riêng của bạn
help-aldis-data-dir = Thư mục lưu lịch sử
help-check = Kiểm tra một lần và in tình trạng các chatbot. Mã thoát: 0 tất cả hoạt động (hoặc đang bảo trì đã báo trước), 1 có dịch vụ trục trặc hoặc ngừng, 2 sai cách dùng hoặc thiết lập, 3 không biết được.
help-check-services = Mã các dịch vụ; nếu không nêu thì theo thiết lập của bạn
help-check-explain = Hiện bằng chứng đằng sau mỗi kết luận
help-check-json = In JSON kèm bằng chứng
help-watch = Cho xem tình trạng các chatbot đến khi bấm Ctrl-C: bảng cập nhật liên tục trên màn hình, nếu không thì mỗi thay đổi một dòng. Xem qua đèn báo đang chạy của thư mục dữ liệu này, hoặc tự kiểm tra nếu không có đèn nào.
help-watch-services = Mã các dịch vụ; nếu không nêu thì theo đèn báo hoặc thiết lập của bạn
help-watch-json = In mỗi dòng một đối tượng JSON: trước tiên là toàn cảnh, sau đó là những gì xảy ra
help-services = Cho xem danh mục đang dùng.
help-services-json = In JSON
help-decode = Chuyển nội dung một trang trạng thái thành báo cáo JSON.
help-decode-format = Dạng của trang; `auto` tự nhận ra
help-decode-service = Thêm kết luận về dịch vụ này trong danh mục
help-decode-file = Tệp cần đọc, `-` là đầu vào chuẩn
help-demo = Diễn lại nhanh một sự cố, với các nhà cung cấp giả trên chính máy này.
help-demo-name = Sự cố nào
help-demo-speed = Mỗi giây diễn bao nhiêu giây của câu chuyện, từ 0.01 đến 10000
help-demo-desktop = Hiện trong chương trình `aldis-desktop` này thay vì cửa sổ dòng lệnh
help-value-action = set|test|remove|list
help-key = Cất khóa API của riêng bạn trong kho khóa của máy này. Khóa được đọc từ cửa sổ lệnh mà không hiện ra, hoặc từ đầu vào chuẩn; `test` hỏi một từ bằng tài khoản của bạn.
help-key-action = Làm gì với khóa
help-key-name = Tên của khóa, như trong danh mục
help-value-url = ĐỊA_CHỈ
help-doctor = Xem một lượt mọi mục trong danh mục và máy này, rồi cho biết điều gì không còn đúng. Mã thoát: 0 các mục vẫn đúng, 1 có mục không còn đúng, 2 sai cách dùng hoặc cấu hình, 3 không biết được.
help-doctor-services = Mã các dịch vụ; mọi mục nếu không nêu
help-doctor-add = Tìm cách đọc trang trạng thái này và in mục cho services.toml
help-doctor-json = In JSON
help-try = gõ `--help` để xem cách dùng
help-unknown-argument = không có tùy chọn { $what }
help-unknown-command = không có lệnh "{ $what }"
help-missing = thiếu { $what }
help-missing-value = { $what } cần một giá trị
help-wrong-value = "{ $value }" không thể là giá trị của { $what }
help-twice = { $what } không được đặt ở đó, hoặc không được lặp lại
help-not-understood = không hiểu được dòng lệnh này
help-allowed = được phép: { $allowed }

## Vì sao liên hệ một máy chủ
host-status-page = trang trạng thái của { $name }
host-web = trang web của { $name }
host-api = API của { $name }
host-completion = yêu cầu thật tới { $name }, bằng khóa của bạn
host-control = để biết mạng của bạn có hoạt động không
host-resolver = để tra lại một địa chỉ khi mạng của bạn không tra được
host-webhook = webhook của riêng bạn

## Tệp cài đặt được tạo khi chưa có
settings-example =
    ## Cài đặt của Aldis. Bỏ một dấu # ở đầu dòng để dòng đó có hiệu lực.
    ## Những gì không ghi sẽ giữ như thường lệ. Aldis đọc lại tệp này mỗi khi bạn lưu.

    ## Theo dõi những gì, theo thứ tự hiển thị (lệnh "aldis services" liệt kê tất cả).
    # watch = ["chatgpt", "claude", "gemini", "copilot"]

    ## Ưu tiên gợi ý gì khi có dịch vụ ngừng hoạt động.
    # prefer = ["claude", "gemini"]

    ## "system" (theo hệ thống), "en" hoặc "vi".
    # language = "system"

    ## Cửa sổ nền sáng ("light") hay tối ("dark"); "system" theo máy của bạn.
    # theme = "system"

    ## Bao lâu kiểm tra một lần.
    # [intervals]
    # edge = "60s"
    # status_page = "2m"

    ## Báo cho bạn những gì: "off" (không báo), "outages" (khi ngừng hoạt động) hoặc "degraded" (cả khi trục trặc).
    # [notify]
    # level = "outages"
    # recoveries = true
    # quiet_hours.from = "22:00"
    # quiet_hours.to = "07:00"

    ## "system" (theo hệ thống), "none" (không dùng) hoặc một địa chỉ.
    # [network]
    # proxy = "system"
    # metered = "system"

    ## Có tải danh mục dịch vụ mới hơn bản Aldis này không (mỗi ngày một lần, có chữ ký).
    # [updates]
    # catalogue = true
