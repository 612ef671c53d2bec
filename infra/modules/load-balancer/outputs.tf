output "url" {
  description = "URL of the load balancer's own name. Its certificate is for yours: point a DNS record here."
  value       = "https://${aws_lb.this.dns_name}"
}

output "dns_name" {
  description = "Name for a CNAME or alias record."
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "Hosted zone of that name, for an alias record in Route 53."
  value       = aws_lb.this.zone_id
}

output "load_balancer" {
  description = "What the module service needs of it."
  value = {
    security_group     = aws_security_group.this.id
    target_group       = aws_lb_target_group.this["blue"].arn
    other_target_group = try(aws_lb_target_group.this["green"].arn, null)
    target_groups      = [for colour in local.colours : aws_lb_target_group.this[colour].name]
    listener           = aws_lb_listener.https.arn
    test_listener      = one(aws_lb_listener.test[*].arn)
    rule               = try(aws_lb_listener_rule.this["production"].arn, null)
    test_rule          = try(aws_lb_listener_rule.this["test"].arn, null)
  }
}
