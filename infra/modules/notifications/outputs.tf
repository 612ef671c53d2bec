output "topic_arn" {
  description = "ARN of the topic: approval_topic_arn of the module pipeline."
  value       = aws_sns_topic.this.arn
}
