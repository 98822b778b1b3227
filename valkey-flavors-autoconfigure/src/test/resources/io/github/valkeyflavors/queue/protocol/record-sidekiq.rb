require "sidekiq"
require "sidekiq/capsule"
require "sidekiq/job_retry"
Sidekiq.configure_client { |c| c.redis = {url: ARGV[0]} }
Sidekiq.default_configuration.redis = {url: ARGV[0]}
Sidekiq.default_configuration.logger.level = Logger::FATAL
Sidekiq.strict_args!(false)
def take(name)
  Sidekiq.redis { |c| c.call("RPOP", "queue:#{name}") }
end
def out(name, json) = puts("#{name}\t#{json}")
push = ->(item) { Sidekiq::Client.push(item); take(item["queue"] || "default") }

plain = push.("class" => "order_confirmation", "args" => [42, "a", nil, true, {"mike" => "bob"}])
out "plain", plain
out "no-arguments", push.("class" => "cleanup", "args" => [])
out "own-queue", push.("class" => "report", "args" => [1], "queue" => "low")
out "retry-number", push.("class" => "report", "args" => [1], "retry" => 3)
out "retry-false", push.("class" => "report", "args" => [1], "retry" => false)
out "text", push.("class" => "text", "args" => ["\u00e4\u20ac\u{1F600} </a> \\ \" \b\f\n\r\t \u0001\u001f\u007f \u2028"])
out "numbers", push.("class" => "numbers", "args" => [2**80, -1, 1.5, 1e20, 1e-7, 0.1, 12345678.0])
out "foreign-fields", push.("class" => "report", "args" => [1], "tags" => ["a"], "cattr" => {"n" => 2**70, "f" => 1e25}, "bid" => nil)

retrier = Sidekiq::JobRetry.new(Sidekiq.default_configuration.default_capsule)
failing = ->(json, queue, message) {
  begin
    retrier.global(json, queue) { raise ArgumentError, message }
  rescue Sidekiq::JobRetry::Handled
  end
  set = Sidekiq.redis { |c| c.call("EXISTS", "retry") } == 1 ? "retry" : "dead"
  entry = Sidekiq.redis { |c| c.call("ZPOPMIN", set) }.flatten
  [set, entry[0], entry[1]]
}
set, first, score = failing.(plain, "default", "no \"order\" 42\n\u001f/")
out "retry-first", first
set, second, score = failing.(first, "default", "again")
out "retry-second", second
low = push.("class" => "report", "args" => [1], "retry" => 0, "queue" => "low")
out "exhausted-before", low
set, dead, score = failing.(low, "low", "gone")
out "exhausted-dead", dead
Sidekiq::Client.push("class" => "later", "args" => [1], "at" => Time.now.to_f + 60)
out "scheduled", Sidekiq.redis { |c| c.call("ZPOPMIN", "schedule") }.flatten[0]
# promotion of the retry entry, as the poller does
Sidekiq::Client.new.push(Sidekiq.load_json(second))
out "promoted", take("default")
