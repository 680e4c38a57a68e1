# Mọi câu chữ của Aldis. Các chương trình và cửa sổ cùng đọc tệp này.
# Khóa bắt đầu bằng `ui-` dành cho cửa sổ; những gì cửa sổ không tự gọi tên
# (lý do, trạng thái, kết quả) được gửi đến đã thành câu.
# $time, $from, $to, $date và $duration đã được định dạng sẵn.

## Cửa sổ: khung
ui-app-name = Aldis
ui-back = Quay lại
ui-close = Đóng
ui-loading = Chờ một chút…
ui-retry = Thử lại
ui-copy = Sao chép
ui-copied = Đã sao chép
ui-check-now = Kiểm tra ngay
ui-checking = Đang kiểm tra…
ui-last-looked = Kiểm tra lần cuối lúc { $time }
ui-never-looked = Chưa kiểm tra lần nào
ui-settings = Cài đặt
ui-open-in-browser = Mở trong trình duyệt
ui-show-more = Xem thêm
ui-show-less = Thu gọn

## Cửa sổ: Hiện tại
ui-now = Hiện tại
ui-services = Chatbot của bạn
ui-since = từ { $time }
ui-ago = { $duration } trước
ui-for = trong { $duration }
ui-muted = Đã tắt thông báo
ui-mute = Tắt thông báo
ui-unmute = Bật lại thông báo
ui-mute-hour = Trong 1 giờ
ui-mute-tomorrow = Đến sáng mai
ui-mute-back = Đến khi hoạt động lại
ui-details = Chi tiết
ui-details-of = Chi tiết về { $name }
ui-latency = { $ms } ms
ui-latency-usual = thường là { $ms } ms
ui-latency-compare = { $ms } ms, thường là { $usual } ms
ui-latency-none = chưa đo được thời gian

## Cửa sổ: dải 24 giờ qua
ui-strip = 24 giờ qua
ui-strip-of = { $name }, 24 giờ qua
ui-strip-from = 24 giờ trước
ui-strip-to = bây giờ
ui-strip-span = { $state }, từ { $from } đến { $to }
ui-legend = Chú giải
ui-legend-operational = hoạt động
ui-legend-degraded = trục trặc nhẹ
ui-legend-partial-outage = hỏng một phần
ui-legend-major-outage = ngừng hoạt động
ui-legend-maintenance = bảo trì
ui-legend-unknown = không quan sát được (máy ngủ, mất mạng hoặc Aldis không chạy)

## Cửa sổ: dùng thay thế
ui-use-instead = Dùng thay thế
ui-use-instead-none = Hiện không có chatbot nào vừa hoạt động vừa không bị ảnh hưởng bởi sự cố này.
ui-open = Mở
ui-open-name = Mở { $name }
ui-open-with-prompt = Mở kèm câu hỏi của tôi
ui-open-with-prompt-name = Mở { $name } kèm câu hỏi của tôi
ui-prompt = Câu hỏi của tôi
ui-prompt-placeholder = Dán câu bạn định hỏi vào đây. Nó sẽ được chuyển sang chatbot kia.
ui-prompt-copied = Câu hỏi cũng đã được chép vào bộ nhớ tạm.
ui-prompt-copied-only = Câu hỏi đã được chép vào bộ nhớ tạm: hãy dán vào đó.
ui-prompt-clear = Xóa

## Cửa sổ: Sự cố
ui-incident = Sự cố
ui-incidents = Các sự cố
ui-incident-ongoing = Vẫn đang diễn ra
ui-incident-began = Bắt đầu lúc { $time }
ui-incident-ended = Kết thúc lúc { $time }
ui-incident-duration = Kéo dài { $duration }
ui-incident-duration-so-far = Đã kéo dài { $duration }
ui-incident-gone = Sự cố này không còn trong danh sách.
ui-incidents-today = Trong 24 giờ qua
ui-incidents-none = Không có sự cố nào trong 24 giờ qua.
ui-confidence = Mức độ chắc chắn
ui-how-we-know = Vì sao chúng tôi biết
ui-our-looks = Các yêu cầu thử của chúng tôi
ui-our-looks-none = Chúng tôi không tự kiểm tra dịch vụ này mà dựa vào trang trạng thái của họ.
ui-our-network = Mạng của bạn
ui-their-page = Trang trạng thái của họ
ui-layers = Thời gian của từng bước
ui-layer-ms = { $layer } { $ms } ms
ui-surface-web = Trang web
ui-surface-api = API
ui-surface-completion = Yêu cầu thật
ui-says-works = hoạt động
ui-says-fails = lỗi
ui-says-nothing = không kết luận được
ui-affected = Bị ảnh hưởng
ui-affected-none = Chưa rõ chi tiết
ui-lead-time = Phát hiện sớm
ui-timeline = Diễn biến
ui-timeline-newest-first = mới nhất trước
ui-timeline-empty = Chưa ghi nhận gì.
ui-by-us = Chúng tôi
ui-by-them = Họ
ui-quote-by = { $name } viết
ui-quote-no-time = không ghi thời gian
ui-official-incidents = Họ nói gì
ui-open-vendor-page = Mở trang trạng thái của họ
ui-open-vendor-incident = Mở thông báo của họ
ui-what-you-can-do = Bạn có thể làm gì
ui-do-wait = Lỗi ở phía họ. Bạn không cần sửa gì trên máy mình.
ui-do-offline = Kiểm tra Wi-Fi hoặc dây mạng, rồi đến bộ định tuyến.
ui-do-captive = Mở một trang web bất kỳ và đăng nhập vào mạng.
ui-do-impaired = Lại gần bộ phát Wi-Fi hơn, hoặc tạm dừng VPN và các lượt tải xuống lớn.
ui-do-works-here = Từ đây thì vẫn hoạt động. Nếu bạn gặp lỗi: tải lại trang, xóa cookie của trang hoặc thử trình duyệt khác.
ui-tell-me = Báo cho tôi khi hoạt động lại
ui-tell-me-on = Chúng tôi sẽ báo khi hoạt động lại
ui-copy-report = Sao chép báo cáo
ui-report-copied = Đã sao chép báo cáo
ui-report-title = { $name }: báo cáo của Aldis, { $time }

## Cửa sổ: không có gì để hiện, và trục trặc của chính Aldis
ui-no-lamp = Đèn Aldis chưa chạy.
ui-no-lamp-detail = Hãy khởi động Aldis, cửa sổ này sẽ hiện các chatbot của bạn.
ui-reconnecting = Mất kết nối với đèn Aldis. Đang kết nối lại…
ui-reconnecting-detail = Những gì bạn thấy là tình trạng lúc { $time }.
ui-nothing-watched = Chưa theo dõi chatbot nào.
ui-nothing-watched-detail = Thêm một chatbot vào “watch” trong settings.toml, nó sẽ hiện ở đây.
ui-faults = Về chính Aldis
ui-failed = Không thực hiện được: { $why }
ui-settings-later = Phần cài đặt sẽ sớm có ở đây. Trong lúc chờ, hãy sửa settings.toml; thay đổi có hiệu lực ngay.

## Cửa sổ: bàn phím
ui-keys = Bàn phím
ui-keys-move = ↑ ↓ chọn chatbot
ui-keys-open = Enter xem chi tiết
ui-keys-back = Esc quay lại, rồi đóng
ui-keys-check = R kiểm tra ngay

## Cửa sổ: do ui/ giữ
ui-usual = thường là { $latency }
ui-checked-ago = Kiểm tra { $ago }
ui-page-read = đọc { $age } trước
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
