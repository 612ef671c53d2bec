output "arns" {
  description = "ARNs by name, without the ':*' that permissions for streams need."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.arn }
}
