# Prints what a Sidekiq process wrote about itself while it ran a job, and a failed job
# with a stack trace: name, tab, text.
ENV["DYNO"] = "ruby-host"
require "sidekiq"
require "sidekiq/launcher"
require "sidekiq/job_retry"

class LongJob
  include Sidekiq::Job
  sidekiq_options queue: "critical"

  def perform(number, text)
    sleep 60
  end
end

config = Sidekiq.default_configuration
config.redis = {url: ARGV[0]}
config.logger = Logger.new($stderr)
config.queues = %w[critical,2 default,1]
config.concurrency = 3
config[:tag] = "shop"
config[:labels] = %w[reliable eu]
def out(name, text) = puts("#{name}\t#{text}")

LongJob.perform_async(42, "\u00e4 \"x\"")
launcher = Sidekiq::Launcher.new(config)
launcher.run(async_beat: false)
sleep 0.05 until Sidekiq::Processor::WORK_STATE.size == 1
launcher.heartbeat
config.redis do |c|
  identity = c.call("SMEMBERS", "processes").first
  out "identity", identity
  Hash[*c.call("HGETALL", identity).to_a.flatten].each { |field, value| out field, value }
  Hash[*c.call("HGETALL", "#{identity}:work").to_a.flatten].each { |thread, work| out "work #{thread}", work }
end

job = {"class" => "LongJob", "args" => [], "jid" => "a" * 24, "retry" => true, "backtrace" => 2, "queue" => "low"}
begin
  Sidekiq::JobRetry.new(config.default_capsule).global(Sidekiq.dump_json(job), "low") { raise ArgumentError, "no" }
rescue Sidekiq::JobRetry::Handled
end
out "failed", config.redis { |c| c.call("ZRANGE", "retry", 0, -1) }.first
$stdout.flush
exit!(0)
