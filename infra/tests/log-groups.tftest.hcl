mock_provider "aws" {
  override_during = plan
}

run "events_are_kept_for_a_time" {
  command = plan

  module {
    source = "../modules/log-groups"
  }

  variables {
    names = ["/ecs/staging-app", "/ecs/production-app"]
  }

  assert {
    condition     = { for name, group in aws_cloudwatch_log_group.this : name => group.retention_in_days } == { "/ecs/staging-app" = 30, "/ecs/production-app" = 30 }
    error_message = "Each group keeps its events for 30 days."
  }
}

run "a_retention_that_cloudwatch_does_not_have_is_refused" {
  command = plan

  module {
    source = "../modules/log-groups"
  }

  variables {
    names          = ["/ecs/staging-app"]
    retention_days = 31
  }

  expect_failures = [var.retention_days]
}
