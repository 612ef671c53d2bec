locals {
  # https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
  rules = merge(
    length(var.pipelines) == 0 ? {} : {
      pipelines = {
        description = "A pipeline has ended"
        pattern     = { source = ["aws.codepipeline"], "detail-type" = ["CodePipeline Pipeline Execution State Change"], detail = { pipeline = var.pipelines, state = var.pipeline_states } }
        paths       = { pipeline = "$.detail.pipeline", state = "$.detail.state", execution = "$.detail.execution-id", region = "$.region" }
        template    = "\"Pipeline <pipeline>: <state>. https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<pipeline>/executions/<execution>/timeline?region=<region>\""
      }
    },
    length(var.service_arns) == 0 ? {} : {
      deployments = {
        description = "A deployment of ECS has failed"
        pattern     = { source = ["aws.ecs"], "detail-type" = ["ECS Deployment State Change"], resources = var.service_arns, detail = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] } }
        paths       = { service = "$.resources[0]", reason = "$.detail.reason", deployment = "$.detail.deploymentId" }
        template    = "\"Deployment <deployment> of <service> has failed: <reason>\""
      }
    },
  )
}

resource "aws_sns_topic" "this" {
  name              = var.name
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "EncryptedConnectionsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for name, rule in aws_cloudwatch_event_rule.this : {
        Sid       = "Rule${title(name)}"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
        Condition = { ArnEquals = { "aws:SourceArn" = rule.arn } }
      }],
    )
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each  = var.emails
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each      = local.rules
  name          = "${var.name}-${each.key}"
  description   = each.value.description
  event_pattern = jsonencode(each.value.pattern)
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.rules
  rule     = aws_cloudwatch_event_rule.this[each.key].name
  arn      = aws_sns_topic.this.arn

  input_transformer {
    input_paths    = each.value.paths
    input_template = each.value.template
  }
}
