# frozen_string_literal: true

# The jobs of the Ruby application that shares a queue with Java.

require "sidekiq"
require "sidekiq/api"

# Writes the payload of each job that Ruby performs to a list
class Recorder
  include Sidekiq::ServerMiddleware

  def call(_instance, payload, queue)
    yield
    redis { |connection| connection.call("RPUSH", "ruby:performed", JSON.generate(payload.merge("taken_from" => queue))) }
  end
end

# Performed by either side
class SharedJob
  include Sidekiq::Job

  def perform(*) = nil
end

# Fails on either side
class FailingJob
  include Sidekiq::Job

  sidekiq_options retry: 7, backtrace: 3, tags: ["from-ruby"]
  sidekiq_retry_in { 1 }

  def perform(*) = raise(ArgumentError, "not in Ruby")
end

Sidekiq.configure_server do |config|
  config[:poll_interval_average] = 1
  config.server_middleware { |chain| chain.add Recorder }
end
