# frozen_string_literal: true

# A Ruby console for programs. Each line of the input is Ruby code as a JSON text; the answer is one line:
# {"value": ...}, or {"error": "..."} when it raised something.

Sidekiq.default_configuration.logger = Logger.new($stderr)
answers = $stdout.dup
answers.sync = true
$stdout.reopen($stderr)

$stdin.each_line do |line|
  answer =
    begin
      { value: TOPLEVEL_BINDING.eval(JSON.parse(line)) }
    rescue StandardError, ScriptError => e
      { error: e.full_message(highlight: false) }
    end
  answers.puts(JSON.generate(answer))
end
