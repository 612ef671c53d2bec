mock_provider "aws" {
  override_during = plan

  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/shop-staging/0123456789abcdef" }
  }

  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop-staging/0123456789abcdef" }
  }

  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shop-staging/0123456789abcdef/0123456789abcdef" }
  }

  mock_resource "aws_lb_listener_rule" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener-rule/app/shop-staging/0123456789abcdef/0123456789abcdef/0123456789abcdef" }
  }
}

variables {
  name            = "shop-staging"
  vpc_id          = "vpc-0123456789abcdef0"
  subnets         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  certificate_arn = "arn:aws:acm:eu-west-2:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000"
}

run "https_and_a_redirect_to_it" {
  command = plan

  module {
    source = "../modules/load-balancer"
  }

  assert {
    condition     = aws_lb_listener.https.protocol == "HTTPS" && aws_lb_listener.https.port == 443 && aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "Requests come by TLS 1.2 and later."
  }

  assert {
    condition     = aws_lb_listener.redirect[0].port == 80 && aws_lb_listener.redirect[0].default_action[0].type == "redirect" && aws_lb_listener.redirect[0].default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "Port 80 redirects to HTTPS."
  }

  assert {
    condition     = sort([for rule in aws_vpc_security_group_ingress_rule.this : "${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}"]) == tolist(["0.0.0.0/0 443-443", "0.0.0.0/0 80-80"])
    error_message = "Nothing but ports 80 and 443 is let in."
  }

  assert {
    condition     = keys(aws_lb_target_group.this) == ["blue"] && aws_lb_target_group.this["blue"].target_type == "ip" && length(aws_lb_listener.test) == 0 && length(aws_lb_listener_rule.this) == 0
    error_message = "A rolling service has one target group."
  }

  assert {
    condition     = aws_lb.this.drop_invalid_header_fields && !aws_lb.this.internal
    error_message = "Invalid headers are dropped."
  }
}

run "code_deploy_has_two_target_groups_and_a_test_listener_that_nobody_reaches" {
  command = plan

  module {
    source = "../modules/load-balancer"
  }

  variables {
    strategy      = "blue-green"
    test_port     = 8443
    redirect_http = false
  }

  assert {
    condition     = keys(aws_lb_target_group.this) == ["blue", "green"] && aws_lb_listener.test[0].port == 8443 && aws_lb_listener.test[0].protocol == "HTTPS"
    error_message = "There are two target groups and a test listener with TLS."
  }

  assert {
    condition     = sort([for rule in aws_vpc_security_group_ingress_rule.this : "${rule.cidr_ipv4} ${rule.from_port}"]) == tolist(["0.0.0.0/0 443"])
    error_message = "The test listener is closed until test_cidrs says who may use it."
  }

  assert {
    condition     = length(aws_lb_listener_rule.this) == 0 && output.load_balancer.target_groups == ["shop-staging-blue", "shop-staging-green"]
    error_message = "CodeDeploy changes the listeners themselves."
  }
}

run "ecs_shifts_by_rules" {
  command = plan

  module {
    source = "../modules/load-balancer"
  }

  variables {
    strategy   = "ecs-blue-green"
    test_port  = 8443
    test_cidrs = ["203.0.113.0/24"]
  }

  assert {
    condition     = keys(aws_lb_listener_rule.this) == ["production", "test"] && alltrue([for rule in aws_lb_listener_rule.this : sort([for group in rule.action[0].forward[0].target_group : tostring(group.weight)]) == tolist(["0", "1"])])
    error_message = "Both listeners have a rule with all of the weight on one target group."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.this : rule.cidr_ipv4 if rule.from_port == 8443] == ["203.0.113.0/24"]
    error_message = "The test listener is open to those networks only."
  }

  assert {
    condition     = output.load_balancer.rule != null && output.load_balancer.test_rule != null && output.load_balancer.other_target_group != null
    error_message = "The service gets both rules and both target groups."
  }
}

run "a_test_listener_without_a_second_target_group_and_one_subnet_are_refused" {
  command = plan

  module {
    source = "../modules/load-balancer"
  }

  variables {
    test_port = 8443
    subnets   = ["subnet-0123456789abcdef0"]
  }

  expect_failures = [var.test_port, var.subnets]
}
