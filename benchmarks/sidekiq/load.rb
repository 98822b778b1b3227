# frozen_string_literal: true

# Sidekiq's side of the benchmarks: ruby load.rb URL MODE, with the numbers in the environment.
# Prints one line per figure: its name, a space, its value. All times are monotonic.

require "sidekiq"
require "sidekiq/api"
require "sidekiq/embedded"

URL, MODE = ARGV
JOBS = Integer(ENV.fetch("JOBS"))
WARM_UP = Integer(ENV.fetch("WARM_UP"))
ROUNDS = Integer(ENV.fetch("ROUNDS"))
DEEP = Integer(ENV.fetch("DEEP"))
LATENCIES = Integer(ENV.fetch("LATENCIES"))
CONCURRENCY = Integer(ENV.fetch("CONCURRENCY"))
BATCH = 1_000

def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

# Counts what ran, and wakes who waits for a number of jobs
class Finish
  def initialize
    @lock = Mutex.new
    @reached = ConditionVariable.new
    @count = 0
    @goal = nil
  end

  def expect(goal) = @lock.synchronize { @count = 0; @goal = goal }

  def done
    @lock.synchronize { @reached.signal if (@count += 1) == @goal }
  end

  def wait = @lock.synchronize { @reached.wait(@lock) until @count >= @goal }
end

FINISH = Finish.new

class LoadJob
  include Sidekiq::Job

  sidekiq_options queue: "load"

  def perform(_string, _number, _hash) = FINISH.done
end

class TimedJob
  include Sidekiq::Job

  DELAYS = Queue.new

  sidekiq_options queue: "load"

  def perform(pushed) = DELAYS.push(now - pushed)
end

Sidekiq.default_configuration.logger = Logger.new($stderr, level: Logger::WARN)
Sidekiq.configure_client { |config| config.redis = { url: URL } }

WORKER = Sidekiq.configure_embed do |config|
  config.redis = { url: URL }
  config.concurrency = CONCURRENCY
  config.queues = ["load"]
end

def working
  WORKER.run
  yield
ensure
  WORKER.stop
end

def push(jobs)
  start = now
  (jobs / BATCH).times do |batch|
    arguments = Array.new(BATCH) { |number| ["string", batch * BATCH + number, { "mike" => "bob" }] }
    Sidekiq::Client.push_bulk("class" => LoadJob, "args" => arguments)
  end
  jobs / (now - start)
end

def empty = Sidekiq::Queue.new("load").clear

def drain(jobs)
  FINISH.expect(jobs)
  start = now
  working do
    FINISH.wait
    return jobs / (now - start)
  end
end

def report(name, value) = puts("#{name} #{value.round(3)}")

def measure_push
  push(WARM_UP)
  empty
  push(DEEP)
  ROUNDS.times do
    report("push", push(JOBS))
    # Only what this round pushed, which is at the left end
    Sidekiq.redis { |connection| connection.call("LTRIM", "queue:load", JOBS, -1) }
  end
  empty
end

def measure_throughput
  push(WARM_UP)
  drain(WARM_UP)
  ROUNDS.times do
    push(DEEP + JOBS)
    report("throughput", drain(JOBS))
    empty
  end
end

def delays(number)
  Array.new(number) do
    TimedJob.perform_async(now)
    delay = TimedJob::DELAYS.pop
    sleep 0.003
    delay * 1_000
  end
end

def measure_latency
  working do
    delays(LATENCIES)
    measured = delays(LATENCIES).sort
    report("latency_p50", measured[(LATENCIES * 0.5).floor])
    report("latency_p99", measured[(LATENCIES * 0.99).floor])
    report("latency_max", measured.last)
  end
end

$stdout.sync = true
send("measure_#{MODE}")
