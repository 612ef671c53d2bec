mock_provider "aws" {
  override_during = plan
}

run "secrets_without_values" {
  command = plan

  module {
    source = "../modules/secrets"
  }

  variables {
    secrets = { "staging/app-key" = "Key of sessions" }
  }

  assert {
    condition     = keys(aws_secretsmanager_secret.this) == ["staging/app-key"] && aws_secretsmanager_secret.this["staging/app-key"].recovery_window_in_days == 30
    error_message = "A deleted secret can be restored for 30 days."
  }

  assert {
    condition     = keys(output.arns) == ["staging/app-key"]
    error_message = "ARNs are found by the secrets' names."
  }
}

run "a_recovery_window_that_aws_does_not_take_is_refused" {
  command = plan

  module {
    source = "../modules/secrets"
  }

  variables {
    secrets              = {}
    recovery_window_days = 3
  }

  expect_failures = [var.recovery_window_days]
}
