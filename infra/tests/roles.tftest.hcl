mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-2" }
  }
}

variables {
  application              = "shop"
  environment              = "production"
  cluster                  = "production"
  service                  = "production-app"
  repository_arns          = ["arn:aws:ecr:eu-west-2:123456789012:repository/shop.app"]
  log_group_arns           = ["arn:aws:logs:eu-west-2:123456789012:log-group:/ecs/production-app"]
  configuration_bucket_arn = "arn:aws:s3:::shop-configuration"
  configuration_prefix     = "env-configurations/production/"
}

run "the_deployer_is_trusted_by_name_only" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    trusted_role_arns = ["arn:aws:iam::123456789012:role/shop-deploy-production-build"]
    trust_statements = [jsonencode({
      Sid       = "GitHub", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production" } }
    })]
  }

  assert {
    condition = jsondecode(aws_iam_role.deployer.assume_role_policy).Statement == [
      {
        Sid       = "Become", Effect = "Allow", Action = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Condition = { ArnEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/shop-production-deployer", "arn:aws:iam::123456789012:role/shop-deploy-production-build"] } }
      },
      {
        Sid       = "GitHub", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
        Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production" } }
      },
    ]
    error_message = "Two roles and GitHub's environment may become the deployer, and nobody else."
  }
}

run "everything_is_allowed_on_this_environment_only" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    strategy      = "blue-green"
    load_balancer = "shop-production"
    secret_arns   = ["arn:aws:secretsmanager:eu-west-2:123456789012:secret:production/app-key-AbCdEf"]
  }

  assert {
    condition = alltrue(flatten([
      for policy in [aws_iam_role_policy.execution.policy, aws_iam_role_policy.deployer.policy, aws_iam_role_policy.shifting[0].policy] :
      [for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) : !strcontains(action, "*")]]
    ]))
    error_message = "An action has a '*'."
  }

  # What AWS allows on all resources only, or with a condition.
  assert {
    condition = toset(flatten([
      for policy in [aws_iam_role_policy.execution.policy, aws_iam_role_policy.deployer.policy, aws_iam_role_policy.shifting[0].policy] :
      [for statement in jsondecode(policy).Statement : statement.Action if contains(flatten([statement.Resource]), "*") && !can(statement.Condition)]
      ])) == toset([
      "cloudwatch:DescribeAlarms", "codedeploy:BatchGetDeploymentTargets", "codedeploy:ListDeploymentTargets", "codedeploy:StopDeployment",
      "ecr:GetAuthorizationToken", "ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:ListTaskDefinitions", "logs:DescribeLogGroups",
      "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth",
    ])
    error_message = "Something else is allowed on every resource."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement : [statement.Resource, statement.Condition] if flatten([statement.Action]) == ["iam:PassRole"]] == [[
      ["arn:aws:iam::123456789012:role/shop-production-execution", "arn:aws:iam::123456789012:role/shop-production-task"],
      { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } },
    ]]
    error_message = "The deployer passes two roles, to tasks."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement : statement.Resource if anytrue([for action in flatten([statement.Action]) : contains(["s3:GetObject", "s3:PutObject"], action)])] == [
      "arn:aws:s3:::shop-configuration/env-configurations/production/*", "arn:aws:s3:::shop-configuration/slipway/shop/production.lock", "arn:aws:s3:::shop-configuration/slipway/shop/production.lock.broken/*",
    ]
    error_message = "The deployer reads its environment's configuration and holds its lock."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement : statement.Resource if strcontains(jsonencode(statement.Action), "codedeploy:") && statement.Resource != "*"] == [
      "arn:aws:codedeploy:eu-west-2:123456789012:deploymentgroup:production-app/production-app", "arn:aws:codedeploy:eu-west-2:123456789012:deploymentconfig:*",
      "arn:aws:codedeploy:eu-west-2:123456789012:application:production-app",
    ]
    error_message = "The deployer deploys by the environment's deployment group."
  }

  assert {
    condition     = jsondecode(aws_iam_role.shifting[0].assume_role_policy).Statement[0].Principal == { Service = "codedeploy.amazonaws.com" }
    error_message = "CodeDeploy shifts the traffic."
  }

  # Of CreateTaskSet the reference named no resource once, and a task set now; both know the keys:
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.shifting[0].policy).Statement : [statement.Resource, statement.Condition.ArnEquals] if statement.Action == "ecs:CreateTaskSet"] == [[
      "*", { "ecs:cluster" = "arn:aws:ecs:eu-west-2:123456789012:cluster/production", "ecs:service" = "arn:aws:ecs:eu-west-2:123456789012:service/production/production-app" },
    ]]
    error_message = "CodeDeploy starts tasks of this service only."
  }
}

run "a_preview_changes_nothing" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    viewer_trusted_role_arns = ["arn:aws:iam::123456789012:role/shop-preview-production-build"]
  }

  assert {
    condition     = jsondecode(aws_iam_role.viewer[0].assume_role_policy).Statement[0].Condition == { ArnEquals = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/shop-preview-production-build"] } }
    error_message = "The preview becomes the viewer, and nobody else does."
  }

  assert {
    condition     = alltrue([for action in flatten([for statement in jsondecode(aws_iam_role_policy.viewer[0].policy).Statement : statement.Action]) : can(regex("^[a-z]+:(Describe|List)[A-Z]", action))])
    error_message = "The viewer can change something, or read what is secret."
  }

  assert {
    condition     = !strcontains(aws_iam_role.deployer.assume_role_policy, "preview")
    error_message = "The preview can become the deployer."
  }
}

run "a_rolling_service_needs_no_role_for_traffic_and_a_task_no_permissions" {
  command = plan

  module {
    source = "../modules/roles"
  }

  assert {
    condition     = length(aws_iam_role.shifting) == 0 && length(aws_iam_role_policy.task) == 0 && length(aws_iam_role.viewer) == 0
    error_message = "A role has permissions that nothing needs."
  }

  assert {
    condition = jsondecode(aws_iam_role.task.assume_role_policy).Statement[0].Condition == {
      ArnLike = { "aws:SourceArn" = "arn:aws:ecs:eu-west-2:123456789012:*" }, StringEquals = { "aws:SourceAccount" = "123456789012" }
    }
    error_message = "Tasks of this account act with the role, and of no other."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement : statement.Resource if statement.Sid == "BecomeDeployers"] == [["arn:aws:iam::123456789012:role/shop-production-deployer"]]
    error_message = "The deployer becomes itself at most."
  }
}

run "shells_need_both_sides" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    strategy        = "ecs-blue-green"
    load_balancer   = "shop-production"
    execute_command = true
  }

  assert {
    condition     = length(aws_iam_role_policy.task) == 1 && length(setsubtract(["ecs:ExecuteCommand", "ssmmessages:OpenDataChannel"], flatten(jsondecode(aws_iam_role_policy.deployer.policy).Statement[*].Action))) == 0
    error_message = "The task opens its channel, and the deployer the shell."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.deployer.policy).Statement : [flatten([statement.Resource]), statement.Condition] if statement.Action == "iam:PassRole"] == [
      [["arn:aws:iam::123456789012:role/shop-production-execution", "arn:aws:iam::123456789012:role/shop-production-task"], { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }],
      [["arn:aws:iam::123456789012:role/shop-production-load-balancer"], { StringEquals = { "iam:PassedToService" = "ecs.amazonaws.com" } }],
    ]
    error_message = "The deployer passes the tasks' roles to tasks, and that of the load balancer to ECS."
  }

  assert {
    condition     = jsondecode(aws_iam_role.shifting[0].assume_role_policy).Statement[0].Principal == { Service = "ecs.amazonaws.com" }
    error_message = "ECS shifts the traffic."
  }
}

run "a_computed_policy_takes_the_place_of_the_file" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    policies = { deployer = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ecs:DescribeServices", Resource = "*" }] }) }
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.deployer.policy).Statement[*].Action == ["ecs:DescribeServices"]
    error_message = "The policy is the one that was given."
  }
}

run "a_prefix_that_is_the_beginning_of_another_is_refused" {
  command = plan

  module {
    source = "../modules/roles"
  }

  variables {
    configuration_prefix = "env-configurations/production"
  }

  expect_failures = [var.configuration_prefix]
}
