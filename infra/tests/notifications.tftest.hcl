mock_provider "aws" {
  override_during = plan

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-2:123456789012:shop" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-2:123456789012:rule/shop" }
  }
}

variables {
  name         = "shop"
  emails       = ["deployments@shop.example"]
  pipelines    = ["shop"]
  service_arns = ["arn:aws:ecs:eu-west-2:123456789012:service/production/production-app"]
}

run "pipelines_and_deployments_are_reported" {
  command = plan

  module {
    source = "../modules/notifications"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["pipelines"].event_pattern) == { source = ["aws.codepipeline"], detail-type = ["CodePipeline Pipeline Execution State Change"], detail = { pipeline = ["shop"], state = ["FAILED", "STOPPED", "SUCCEEDED"] } }
    error_message = "The end of an execution is reported."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["deployments"].event_pattern).resources == ["arn:aws:ecs:eu-west-2:123456789012:service/production/production-app"]
    error_message = "Failed deployments of the service are reported."
  }

  assert {
    condition     = [for statement in jsondecode(aws_sns_topic_policy.this.policy).Statement : [statement.Principal, statement.Condition] if statement.Effect == "Allow"] == [for rule in ["deployments", "pipelines"] : [{ Service = "events.amazonaws.com" }, { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-2:123456789012:rule/shop" } }]]
    error_message = "EventBridge publishes for these rules, and nobody else."
  }

  assert {
    condition     = [for subscription in aws_sns_topic_subscription.email : "${subscription.protocol} ${subscription.endpoint}"] == ["email deployments@shop.example"]
    error_message = "Each address gets mail."
  }
}

run "without_pipelines_there_is_no_rule_for_them" {
  command = plan

  module {
    source = "../modules/notifications"
  }

  variables {
    pipelines    = []
    service_arns = []
  }

  assert {
    condition     = length(aws_cloudwatch_event_rule.this) == 0
    error_message = "A rule without anything to report on reports on everything."
  }
}
